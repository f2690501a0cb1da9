"""Projects: started, filled, moved on, given their page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from organizations.models import Delivery, Introduction, Partner, Project, SearchDocument
from organizations.services import projects
from organizations.services.projects import Line
from tests.factories.organizations import (
    DistrictFactory,
    IntroductionFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
Form, Status, Role = Project.Form, Project.Status, Partner.Role
TODAY = date(2026, 12, 1)


def start(**kwargs):
    return projects.start_project(
        **({"title": "夏まつり", "form": Form.SUPPORT, "fiscal_year": 2026, "by": None} | kwargs)
    )


def sides(project):
    return [(partner.organization, partner.role) for partner in project.partners.order_by("position")]


def code_of(refusal):
    return refusal.value.code


def test_start_project_from_an_introduction_is_led_by_who_offered(coordinator):
    introduction = IntroductionFactory(status=Introduction.Status.CONTACT_OPENED)

    project = start(introduction=introduction, by=coordinator)

    assert sides(project) == [(introduction.answering, Role.LEAD), (introduction.asking, Role.PARTNER)]
    assert (project.status, project.origin, project.owner, project.is_public) == (
        Status.IDEA,
        Project.Origin.INTRODUCTION,
        coordinator,
        False,
    )
    assert ModelLogEntry.objects.for_instance(project).get().action == "organizations.project.start"


def test_start_project_of_one_group_is_a_citizens_proposal():
    group = OrganizationFactory()

    project = start(organization=group)

    assert (sides(project), project.origin) == ([(group, Role.LEAD)], Project.Origin.CITIZENS)


@pytest.mark.parametrize("status", ["asked", "both_ok", "declined"])
def test_start_project_before_contacts_are_open_then_refused(status):
    with pytest.raises(ValidationError) as refusal:
        start(introduction=IntroductionFactory(status=status))

    assert code_of(refusal) == "contacts_closed"


@pytest.mark.parametrize("form", [Form.COHOST, Form.COMMISSION])
def test_start_project_with_the_city_without_a_measure_then_refused(form):
    with pytest.raises(ValidationError) as refusal:
        start(form=form, organization=OrganizationFactory(), measure_text=" ")

    assert code_of(refusal) == "measure"
    assert start(form=form, organization=OrganizationFactory(), measure_text="居場所づくり").form == form


def test_edit_project_keeps_words_topics_and_districts():
    project, topic, district = ProjectFactory(), TopicFactory(), DistrictFactory()

    projects.edit_project(project=project, words={"summary": "夏"}, topics=[topic], districts=[district], by=None)

    project.refresh_from_db()
    assert (project.summary, list(project.topics.all()), list(project.districts.all())) == ("夏", [topic], [district])


@pytest.mark.parametrize("status", [Status.STOPPED, Status.WITHDRAWN, Status.PUBLISHED])
def test_edit_project_when_over_then_refused(status):
    with pytest.raises(ValidationError) as refusal:
        projects.edit_project(project=ProjectFactory(status=status), words={"summary": "夏"}, by=None)

    assert code_of(refusal) == "over"


def test_edit_project_to_cohosting_without_a_measure_then_refused():
    with pytest.raises(ValidationError) as refusal:
        projects.edit_project(project=ProjectFactory(), words={"form": Form.COHOST}, by=None)

    assert code_of(refusal) == "measure"


def test_add_partner_twice_then_refused():
    project, group = ProjectFactory(), OrganizationFactory()
    projects.add_partner(project=project, organization=group, contribution="会場", by=None)

    with pytest.raises(ValidationError) as refusal:
        projects.add_partner(project=project, organization=group, by=None)

    assert (code_of(refusal), project.partners.get().contribution) == ("already", "会場")


def test_remove_partner_takes_its_tasks_along():
    lead = PartnerFactory()
    partner = PartnerFactory(project=lead.project, role=Role.PARTNER)
    lines = [Line(partner=row, task="受付") for row in (lead, partner)]
    projects.set_role_table(project=lead.project, lines=lines, by=None)

    projects.remove_partner(partner=partner, by=None)

    assert [line.partner for line in lead.project.role_lines.all()] == [lead]


def test_remove_partner_when_it_leads_then_refused():
    with pytest.raises(ValidationError) as refusal:
        projects.remove_partner(partner=PartnerFactory(), by=None)

    assert code_of(refusal) == "lead"


def test_set_role_table_replaces_the_whole_table_in_order():
    lead = PartnerFactory()
    for tasks in (["古い"], ["受付", "片づけ"]):
        lines = [Line(partner=lead, task=task, due_on=TODAY, cost="なし", risk="市") for task in tasks]
        projects.set_role_table(project=lead.project, lines=lines, by=None)

    assert list(lead.project.role_lines.order_by("position").values_list("task", flat=True)) == ["受付", "片づけ"]


def test_set_role_table_with_a_partner_of_another_project_then_refused():
    with pytest.raises(ValidationError) as refusal:
        projects.set_role_table(project=ProjectFactory(), lines=[Line(partner=PartnerFactory(), task="受付")], by=None)

    assert code_of(refusal) == "stranger"


@pytest.mark.once
@pytest.mark.parametrize("aim", Status)
@pytest.mark.parametrize("status", Status)
def test_moves_of_a_project(status, aim):
    project = ProjectFactory(status=status, form=Form.COHOST, measure_text="居場所づくり")
    allowed = aim in Project.MOVES[status]

    try:
        projects.move_project(project=project, status=aim, by=None)
    except ValidationError:
        assert not allowed
    else:
        assert allowed
    project.refresh_from_db()
    assert project.status == (aim if allowed else status)


def test_move_project_of_the_city_past_talking_without_a_measure_then_refused():
    project = ProjectFactory(form=Form.COHOST, status=Status.CONSULT)

    with pytest.raises(ValidationError) as refusal:
        projects.move_project(project=project, status=Status.APPLICATION, by=None)

    assert code_of(refusal) == "measure"


def test_publish_project_opens_the_page_and_tells_the_partners():
    lead = PartnerFactory(project__summary="夏", project__purpose="出会うため")
    MembershipFactory(organization=lead.organization)

    projects.publish_project(project=lead.project, by=None)

    assert list(Project.objects.public()) == [lead.project]
    assert Delivery.objects.get().purpose == "project_published"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"purpose": "出会う"}, "summary", id="no sentence"),
        pytest.param({"summary": "夏"}, "summary", id="no purpose"),
        pytest.param(
            {"summary": "夏", "purpose": "出会う", "form": "cohost", "measure_text": "場"},
            "roles",
            id="no roles",
        ),
    ],
)
def test_publish_project_when_unfinished_then_refused(changes, code):
    project = ProjectFactory(**changes)

    with pytest.raises(ValidationError) as refusal:
        projects.publish_project(project=project, by=None)

    assert (code_of(refusal), Project.objects.public().count()) == (code, 0)


def test_hide_project_takes_the_page_away():
    project = ProjectFactory(is_public=True)

    projects.hide_project(project=project, by=None)

    assert not Project.objects.public().exists()


def test_visible_and_editable_for_whom(coordinator, resident, department):
    lead = PartnerFactory()
    partner = PartnerFactory(project=lead.project, role=Role.PARTNER)
    leader, follower = (MembershipFactory(organization=row.organization).user for row in (lead, partner))
    everybody = [coordinator, leader, follower, resident, department]

    assert [user for user in everybody if Project.objects.visible_to(user, TODAY)] == [coordinator, leader]
    assert [user for user in everybody if Project.objects.editable_by(user, TODAY)] == [coordinator, leader]
    Project.objects.update(is_public=True)
    assert [user for user in everybody if Project.objects.visible_to(user, TODAY)] == everybody


def test_published_project_can_be_found_until_it_is_hidden():
    project = PartnerFactory(project__summary="夏", project__purpose="出会うため").project
    projects.publish_project(project=project, by=None)
    found = SearchDocument.objects.filter(kind=SearchDocument.Kind.PROJECT)
    assert [row.title for row in found] == [project.title]

    projects.hide_project(project=project, by=None)

    assert not found.all().exists()
