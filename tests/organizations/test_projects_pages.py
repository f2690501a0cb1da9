"""Projects in a browser: the pages for everybody, and the desk behind them."""

import pytest

from organizations.models import Partner, Project, RoleLine
from tests.factories.events import OccurrenceFactory
from tests.factories.organizations import (
    MembershipFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db
WORDS = {"title": "夏まつり", "summary": "夏の一日", "form": "support", "purpose": "出会うため"}


@pytest.fixture
def desk(coordinator, as_user):
    return as_user(coordinator)


@pytest.fixture
def lead():
    return PartnerFactory(project__title="夏まつり")


@pytest.fixture
def project(lead):
    return lead.project


def at(project, tail=""):
    return f"/desk/projects/{project.pk}/{tail}"


def table(*lines, initial=0):
    """The role table as a browser sends it."""
    data = {"roles-TOTAL_FORMS": len(lines), "roles-INITIAL_FORMS": initial}
    return data | {f"roles-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}


def test_list_shows_public_projects_newest_year_first(client):
    ProjectFactory(title="去年", fiscal_year=2025, is_public=True)
    ProjectFactory(title="今年", is_public=True)
    ProjectFactory(title="準備中")

    assert [row.title for row in client.get("/projects/").context["page"]] == ["今年", "去年"]


@pytest.mark.parametrize(("query", "found"), [("?form=cohost", ["共催"]), ("?form=x", ["共催", "支援"])])
def test_list_narrowed_by_form(client, query, found):
    ProjectFactory(title="支援", is_public=True)
    ProjectFactory(title="共催", form="cohost", measure_text="居場所", is_public=True)

    assert [row.title for row in client.get(f"/projects/{query}").context["page"]] == found


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_as_often_for_one_as_for_three(client, count, django_assert_num_queries):
    for _ in range(count):
        PartnerFactory(project__is_public=True)
    client.get("/projects/")

    with django_assert_num_queries(7):
        client.get("/projects/")


def test_page_names_partners_and_who_does_what(client, lead):
    Project.objects.update(is_public=True, summary="夏の一日", purpose="出会うため", fiscal_year=2026)
    RoleLine.objects.create(project=lead.project, partner=lead, task="受付", cost="なし")

    page = client.get(f"/projects/{lead.project.pk}/").content.decode()

    assert all(words in page for words in (lead.organization.name, "受付", "出会うため", "令和8年度（2026年度）"))


def test_page_when_not_public_then_found_by_its_keepers_only(client, project, lead, desk, resident, as_user):
    leader = as_user(MembershipFactory(organization=lead.organization).user)

    answers = [who.get(f"/projects/{project.pk}/").status_code for who in (desk, leader, client, as_user(resident))]

    assert answers == [200, 200, 404, 404]


def test_start_of_one_group(desk):
    group = OrganizationFactory()
    year = desk.get("/desk/projects/new/").context["form"].fields["fiscal_year"].choices[0][0]

    desk.post("/desk/projects/new/", {"title": "森", "form": "support", "fiscal_year": year, "organization": group.pk})

    assert Partner.objects.get().organization == group


def test_start_with_the_city_without_a_measure_says_so_at_the_field(desk):
    group = OrganizationFactory()

    answer = desk.post("/desk/projects/new/", {"title": "森", "form": "cohost", "organization": group.pk})

    form = answer.context["form"]
    assert ("measure_text" in form.errors, form["title"].value(), Project.objects.count()) == (True, "森", 0)


def test_edit_saves_the_words(desk, project):
    desk.post(at(project), WORDS)

    project.refresh_from_db()
    assert (project.summary, project.purpose) == ("夏の一日", "出会うため")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"title": "あ" * 121}, "title", id="too long"),
        pytest.param({"purpose": "a\0b"}, "purpose", id="NUL"),
        pytest.param({"form": "barter"}, "form", id="unknown form"),
        pytest.param({"form": "cohost"}, "measure_text", id="no measure"),
        pytest.param({"topics": ["99999"]}, "topics", id="no such topic"),
    ],
)
def test_edit_with_a_slip_keeps_what_was_typed(desk, project, changes, field):
    answer = desk.post(at(project), WORDS | changes)

    form = answer.context["form"]
    assert (field in form.errors, form["summary"].value()) == (True, "夏の一日")
    assert Project.objects.get().summary == ""


def test_partner_is_added_and_taken_out(desk, project):
    group = OrganizationFactory()
    desk.post(at(project, "partners/"), {"partner-organization": group.pk, "partner-role": "partner"})
    partner = project.partners.get(organization=group)

    desk.post(at(project, f"partners/{partner.pk}/remove/"))

    assert not project.partners.filter(organization=group).exists()


def test_partner_added_twice_is_refused_at_the_field(desk, project, lead):
    answer = desk.post(
        at(project, "partners/"), {"partner-organization": lead.organization.pk, "partner-role": "partner"}
    )

    assert "organization" in answer.context["partner_form"].errors


def test_lead_cannot_be_taken_out(desk, project, lead):
    page = desk.post(at(project, f"partners/{lead.pk}/remove/"), follow=True).content.decode()

    assert ("中心となる団体は外せません" in page, project.partners.count()) == (True, 1)


def test_partner_of_another_project_is_not_there(desk, project):
    stranger = PartnerFactory()

    assert desk.post(at(project, f"partners/{stranger.pk}/remove/")).status_code == 404


def test_role_table_leaves_empty_lines_out(desk, project, lead):
    line = {"partner": lead.pk, "task": "受付", "due_on": "2026-12-01"}

    desk.post(at(project, "roles/"), table(line, {"partner": "", "task": ""}))

    assert [(row.task, row.partner) for row in project.role_lines.all()] == [("受付", lead)]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        pytest.param({"partner": "", "task": "受付"}, "partner", id="nobody does it"),
        pytest.param({"partner": "lead", "task": ""}, "task", id="does nothing"),
        pytest.param({"partner": "99999", "task": "受付"}, "partner", id="no such partner"),
        pytest.param({"partner": "lead", "task": "受付", "due_on": "明日"}, "due_on", id="no day"),
        pytest.param({"partner": "lead", "task": "あ" * 201}, "task", id="too long"),
    ],
)
def test_role_table_with_a_slip_keeps_everything_typed(desk, project, lead, line, field):
    line = {name: lead.pk if value == "lead" else value for name, value in line.items()}

    answer = desk.post(at(project, "roles/"), table(line))

    form = answer.context["table"].forms[0]
    assert (field in form.errors, form["task"].value()) == (True, line["task"])
    assert not project.role_lines.exists()


def test_role_table_without_its_frame_is_refused_with_a_page(desk, project):
    assert desk.post(at(project, "roles/"), {}).status_code == 200


def test_publish_opens_the_page(desk, project, client):
    Project.objects.update(summary="夏", purpose="出会うため")

    desk.post(at(project, "move/"), {"deed": "publish"})

    assert client.get(f"/projects/{project.pk}/").status_code == 200
    desk.post(at(project, "move/"), {"deed": "hide"})
    assert client.get(f"/projects/{project.pk}/").status_code == 404


def test_publish_when_unfinished_then_a_sentence(desk, project):
    page = desk.post(at(project, "move/"), {"deed": "publish"}, follow=True).content.decode()

    assert "先に「ひとことで」と「目的」を書いてください" in page


def test_move_brings_it_one_step_on_or_refuses(desk, project):
    desk.post(at(project, "move/"), {"deed": "consult"})
    desk.post(at(project, "move/"), {"deed": "running"})

    project.refresh_from_db()
    assert project.status == Project.Status.CONSULT


def test_page_when_a_project_may_end_then_asks_before(desk, project):
    page = desk.get(at(project)).content.decode()

    question, button = page.index("ほんとうに「取り下げ」に"), page.index('value="withdrawn"')
    assert page.count('value="withdrawn"') == 1
    assert question < button


def test_select_when_nothing_is_chosen_yet_then_says_so_in_words(desk):
    page = desk.get("/desk/projects/new/").content.decode()

    assert '<option value="" selected>選んでください</option>' in page
    assert "---------" not in page


def test_move_with_an_unknown_deed_is_not_there(desk, project):
    assert desk.post(at(project, "move/"), {"deed": "sell"}).status_code == 404


@pytest.mark.parametrize("tail", ["", "partners/", "roles/", "move/"])
def test_desk_of_a_project_for_everybody_else_looks_like_nothing(
    project, tail, resident, representative, place_staff, department, as_user
):
    follower = MembershipFactory(organization=PartnerFactory(project=project, role="partner").organization).user
    people = (resident, representative, place_staff, department, follower)

    assert {as_user(user).post(at(project, tail), WORDS).status_code for user in people} == {404}


def test_start_is_not_there_for_everybody_else(resident, representative, place_staff, as_user):
    people = (resident, representative, place_staff)

    assert {as_user(user).get("/desk/projects/new/").status_code for user in people} == {404}


def test_desk_lists_what_one_may_work_on(desk, project, lead, as_user):
    PartnerFactory()
    leader = as_user(MembershipFactory(organization=lead.organization).user)

    assert [row.pk for row in leader.get("/desk/projects/").context["page"]] == [project.pk]
    assert len(desk.get("/desk/projects/").context["page"]) == 2


def test_pages_in_english(desk, project):
    for address in ("/projects/", f"/projects/{project.pk}/", "/desk/projects/", at(project), "/desk/projects/new/"):
        assert desk.get(f"/en{address}").status_code == 200


def test_page_lays_in_the_next_dates_of_the_project(client, project):
    Project.objects.update(is_public=True)
    occurrence = OccurrenceFactory(event__project=project, event__title="前夜祭")
    OccurrenceFactory(event__title="よその会")

    page = client.get(f"/projects/{project.pk}/").content.decode()

    assert (f"/events/{occurrence.event_id}/" in page, "よその会" in page) == (True, False)


def test_start_sent_twice_starts_once(desk):
    form = desk.get("/desk/projects/new/").context["form"]
    words = {"title": "森", "form": "support", "sent": form["sent"].value(), "organization": OrganizationFactory().pk}
    words["fiscal_year"] = form.fields["fiscal_year"].choices[0][0]

    first, second = (desk.post("/desk/projects/new/", words)["Location"] for _ in range(2))

    assert (first, Project.objects.count()) == (second, 1)
