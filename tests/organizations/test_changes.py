import pytest
from django.core.exceptions import ValidationError

from organizations.models import ChangeRequest, Delivery
from organizations.services import changes
from tests.factories.organizations import ContactPointFactory, MembershipFactory

pytestmark = pytest.mark.django_db
CONTACT = {"kind": "phone", "value": "000-222-2222", "visibility": "public"}


@pytest.fixture
def head(db):
    return MembershipFactory(
        organization__name="ひだまり", organization__kana="ひだまり", organization__slug="hidamari"
    )


def propose(head, **changed):
    words = {"name": "こもれび", "kana": "こもれび"} | changed
    return changes.propose_change(organization=head.organization, by=head.user, **words)


def test_change_waits_while_the_old_stays_public(head):
    request = propose(head, contact=CONTACT)

    head.organization.refresh_from_db()
    assert head.organization.name == "ひだまり"
    assert request.diff == {
        "name": ["ひだまり", "こもれび"],
        "kana": ["ひだまり", "こもれび"],
        "contact": [None, CONTACT],
    }


def test_change_of_nothing_waits_for_nobody(head):
    assert propose(head, name="ひだまり", kana="ひだまり") is None


def test_newer_change_takes_the_place_of_one_that_waits(head):
    propose(head)
    propose(head, name="あおぞら", kana="あおぞら")

    assert [row.diff["name"][1] for row in changes.waiting_changes()] == ["あおぞら"]


def test_approve_makes_it_true_and_keeps_the_address(head, coordinator):
    ContactPointFactory(organization=head.organization, value="000-111-1111")

    organization = changes.approve_change(request=propose(head, contact=CONTACT), by=coordinator)

    assert (organization.name, organization.slug) == ("こもれび", "hidamari")
    assert [c.value for c in organization.contacts.all()] == ["000-222-2222"]
    assert Delivery.objects.get().purpose == "change_approved"


def test_refuse_leaves_everything_and_says_why(head, coordinator):
    changes.refuse_change(request=propose(head), reason="似た名前の団体があります", by=coordinator)

    head.organization.refresh_from_db()
    assert head.organization.name == "ひだまり"
    assert Delivery.objects.get().body == "似た名前の団体があります"


@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_second_decision_is_refused(head, coordinator, first):
    request = propose(head)
    if first == "approve":
        changes.approve_change(request=request, by=coordinator)
    else:
        changes.refuse_change(request=request, reason="x", by=coordinator)

    with pytest.raises(ValidationError) as refused:
        changes.approve_change(request=request, by=coordinator)

    assert refused.value.code == "decided"


def ask(browser, **typed):
    words = {
        "name": "こもれび",
        "kana": "",
        "contact_kind": "phone",
        "contact_value": "000-222-2222",
        "contact_visibility": "staff",
    }
    return browser.post("/organizations/hidamari/name/", words | typed)


def test_page_asks_for_the_change_and_the_desk_approves_it(head, coordinator, as_user):
    ask(as_user(head.user))
    waiting = ChangeRequest.objects.get()
    desk = as_user(coordinator)

    shown = desk.get(f"/desk/changes/{waiting.pk}/").content.decode()
    desk.post(f"/desk/changes/{waiting.pk}/", {"approve": "1"})

    head.organization.refresh_from_db()
    assert "ひだまり" in shown
    assert "こもれび" in shown
    assert head.organization.name == "こもれび"


def test_page_refuses_with_a_reason_only(head, coordinator, as_user):
    ask(as_user(head.user))
    path = f"/desk/changes/{ChangeRequest.objects.get().pk}/"
    desk = as_user(coordinator)

    without = desk.post(path, {"refuse": "1", "reason": ""})
    desk.post(path, {"refuse": "1", "reason": "似ています"})

    assert list(without.context["form"].errors) == ["reason"]
    assert ChangeRequest.objects.get().status == ChangeRequest.Status.REFUSED


@pytest.mark.parametrize(
    ("typed", "wrong"), [({"name": ""}, "name"), ({"name": "太陽"}, "kana"), ({"contact_value": "x"}, "contact_value")]
)
def test_page_with_a_slip_says_so_at_the_field(head, as_user, typed, wrong):
    assert list(ask(as_user(head.user), **typed).context["form"].errors) == [wrong]


@pytest.mark.parametrize("who", ["resident", "place_staff", "department"])
def test_desk_page_is_for_coordinators(request, head, as_user, who):
    waiting = propose(head)

    assert as_user(request.getfixturevalue(who)).get(f"/desk/changes/{waiting.pk}/").status_code == 404
