from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.models import StaffRole, User
from organizations.services import staff
from tests.factories.organizations import AppointmentFactory, DepartmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def test_keep_staff_makes_a_person_who_cannot_sign_in_before_her_post():
    user, outcome = staff.keep_staff(staff_number="A1", name="森")

    assert (outcome, user.is_active, user.email) == ("created", False, None)


def test_keep_staff_twice_changes_nothing():
    staff.keep_staff(staff_number="A1", name="森", email="Mori@example.jp")

    assert staff.keep_staff(staff_number="A1", name="森", email="mori@example.jp")[1] == "unchanged"


def test_keep_staff_takes_a_new_name():
    staff.keep_staff(staff_number="A1", name="森")

    user, outcome = staff.keep_staff(staff_number="A1", name="林")

    assert (outcome, user.name) == ("updated", "林")


def test_keep_staff_with_another_persons_address_is_refused():
    UserFactory(email="mori@example.jp")

    with pytest.raises(ValidationError) as refused:
        staff.keep_staff(staff_number="A1", name="森", email="mori@example.jp")

    assert list(refused.value.message_dict) == ["email"]


def test_appoint_says_what_it_did():
    post = {"user": UserFactory(), "organization": DepartmentFactory(), "role": "department", "valid_from": APRIL}

    outcomes = [staff.appoint(**post, **more)[1] for more in ({}, {}, {"valid_through": date(2027, 3, 31)})]

    assert outcomes == ["created", "unchanged", "updated"]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        pytest.param(date(2026, 3, 31), set(), id="the day before"),
        pytest.param(APRIL, {"department"}, id="the first day"),
        pytest.param(date(2027, 3, 31), {"department"}, id="the last day"),
        pytest.param(date(2027, 4, 1), set(), id="the night after"),
    ],
)
def test_roles_are_those_of_the_posts_of_the_day(day, held):
    user = AppointmentFactory(valid_from=APRIL, valid_through=date(2027, 3, 31)).user

    staff.bring_roles_up_to_date(user=user, day=day)

    assert roles(user) == held
    assert user.is_active is bool(held)


def test_roles_of_two_posts_add_up():
    user = AppointmentFactory(valid_from=APRIL).user
    staff.appoint(user=user, organization=DepartmentFactory(), role="plan_office", valid_from=APRIL, is_concurrent=True)

    staff.bring_roles_up_to_date(user=user, day=APRIL)

    assert roles(user) == {"department", "plan_office"}


def test_a_leaver_who_is_also_a_resident_keeps_her_own_sign_in():
    user = AppointmentFactory(valid_through=date(2026, 3, 31)).user
    MembershipFactory(user=user)

    staff.bring_roles_up_to_date(user=user, day=APRIL)

    assert user.is_active
    assert roles(user) == set()


def test_end_appointments_reaches_everybody_with_a_post_and_nobody_else(as_user):
    leaver = AppointmentFactory(valid_through=date(2026, 3, 31)).user
    resident = UserFactory()
    administrator = AppointmentFactory(user__is_superuser=True, valid_through=date(2026, 3, 31)).user

    changed = staff.end_appointments(day=APRIL)

    assert changed == 1
    assert list(User.objects.filter(is_active=False)) == [leaver]
    assert {resident, administrator} == set(User.objects.filter(is_active=True))


def test_end_appointments_twice_changes_nothing_more():
    AppointmentFactory(valid_through=date(2026, 3, 31))

    assert [staff.end_appointments(day=APRIL) for _ in range(2)] == [1, 0]


def test_session_of_a_leaver_ends_with_her_post(as_user):
    user = AppointmentFactory(valid_through=date(2026, 3, 31)).user
    staff.bring_roles_up_to_date(user=user, day=date(2026, 3, 31))
    browser = as_user(user)

    staff.end_appointments(day=APRIL)

    assert browser.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_every_role_has_its_group():
    user, department = UserFactory(), DepartmentFactory()

    for role in StaffRole:
        staff.appoint(user=user, organization=department, role=role, valid_from=APRIL)

    assert user.appointments.count() == len(StaffRole)
