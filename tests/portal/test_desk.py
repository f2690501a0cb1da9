from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from organizations.models import Introduction, Membership, Need, Organization
from organizations.services import changes, deliveries
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import (
    AppointmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def titles(browser):
    response = browser.get("/desk/")
    return {str(section.title): [item.title for item in section.items] for section in response.context["sections"]}


def a_need(organization):
    return Need.objects.create(
        organization=organization,
        title="人手がほしい",
        text="x",
        resource="people",
        status="open",
        opened_at=timezone.now(),
    )


def fill(count=1):
    for number in range(count):
        group = OrganizationFactory(name=f"団体{number}", status=Organization.Status.PENDING)
        enrolling = OrganizationFactory(name=f"登録{number}")
        EnrolmentFactory(organization=enrolling, status="submitted", submitted_at=timezone.now())
        head = MembershipFactory(organization=OrganizationFactory(name=f"変更{number}"))
        changes.propose_change(organization=head.organization, name="新しい名", kana="あたらしいな", by=head.user)
        a_need(enrolling)
        deliveries.tell(purpose="x", about=group, subject="s", body="b", name="田中", phone=f"000-{number}")


def test_coordinator_sees_everything_that_waits(coordinator, as_user):
    fill()

    assert titles(as_user(coordinator)) == {
        "確認する団体": ["団体0"],
        "利用団体登録": ["登録0"],
        "団体名・連絡先の変更": ["変更0"],
        "紹介がまだのお願い": ["人手がほしい"],
        "電話するリスト": ["田中"],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_coordinators_desk_asks_the_same_number_of_queries(coordinator, as_user, count, django_assert_num_queries):
    fill(count)
    browser = as_user(coordinator)

    with django_assert_num_queries(29):
        browser.get("/desk/")


def test_what_waits_longest_stands_first_and_late(coordinator, as_user):
    OrganizationFactory(name="新しい", status=Organization.Status.PENDING)
    OrganizationFactory(name="古い", status=Organization.Status.PENDING)
    Organization.objects.filter(name="古い").update(created_at=timezone.now() - timedelta(days=5))

    items = as_user(coordinator).get("/desk/").context["sections"][0].items

    assert [(item.title, item.late) for item in items] == [("古い", True), ("新しい", False)]


def test_coordinator_with_many_needs_sees_five_and_the_way_to_all(coordinator, as_user):
    group = OrganizationFactory()
    for _number in range(6):
        a_need(group)

    response = as_user(coordinator).get("/desk/")

    section = response.context["sections"][0]
    assert (len(section.first), len(section.rest)) == (5, 1)
    assertContains(response, '<a href="/desk/matching/">すべて見る')


def test_coordinator_with_many_groups_opens_the_sixth_on_the_spot(coordinator, as_user):
    for number in range(6):
        OrganizationFactory(name=f"団体{number}", status=Organization.Status.PENDING)

    response = as_user(coordinator).get("/desk/")

    assertContains(response, "<summary>ほか1件</summary>")


def test_place_staff_see_calls_but_no_decisions(place_staff, as_user):
    fill()

    assert list(titles(as_user(place_staff))) == ["電話するリスト"]


def test_representative_sees_her_group_and_what_is_asked_of_it(representative, as_user):
    mine = representative.memberships.get().organization
    other = OrganizationFactory()
    Introduction.objects.create(asking=other, answering=mine, status=Introduction.Status.ASKED, asked_at=timezone.now())

    response = as_user(representative).get("/desk/")

    assert titles(as_user(representative)) == {"あなたの団体への問いかけ": ["ご紹介してもよいですか"]}
    assert [row.organization for row in response.context["groups"]] == [mine]


def test_resident_sees_an_empty_desk_and_where_to_begin(resident, as_user):
    fill()

    response = as_user(resident).get("/desk/")

    assert response.context["sections"] == []
    assert "いま待っているものはありません" in response.content.decode()


def test_visitor_is_asked_to_sign_in(client):
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_child_is_led_to_the_page_of_her_group(as_user):
    child = MembershipFactory(role=Membership.Role.CHILD)

    assert as_user(child.user).get("/desk/")["Location"] == f"/organizations/{child.organization.slug}/home/"


@pytest.mark.parametrize(
    ("who", "shown"), [("resident", False), ("department", False), ("coordinator", True), ("place_staff", True)]
)
def test_ways_to_begin_fit_the_role(request, as_user, who, shown):
    ways = as_user(request.getfixturevalue(who)).get("/desk/").context["ways"]

    assert ("/desk/calls/" in [way["href"] for way in ways]) is shown


def test_resident_sees_what_she_registered_for_and_not_what_she_cancelled(resident, as_user):
    for title, more in {"会う": {}, "やめた": {"cancelled_at": timezone.now(), "status": "cancelled"}}.items():
        RegistrationFactory(
            occurrence=OccurrenceFactory(event=EventFactory(title=title)), email=resident.email, seats=1, **more
        )
    RegistrationFactory(seats=1)

    assert titles(as_user(resident)) == {"イベントの申込": ["会う"]}


def test_department_finds_every_project_on_its_desk_behind_a_page_it_may_open(department, as_user):
    post = AppointmentFactory(user=department)
    for is_public in (True, False):
        PartnerFactory(organization=post.organization, project=ProjectFactory(title="橋", is_public=is_public))
    browser = as_user(department)

    (section,) = browser.get("/desk/").context["sections"]

    assert [browser.get(item.href).status_code for item in section.items] == [200]
