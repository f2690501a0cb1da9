from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.models import Appointment, Need, Organization, Partner, Project
from organizations.services import departments
from tests.factories.organizations import AppointmentFactory, DepartmentFactory, MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture
def old(db):
    return DepartmentFactory(name="旧課", slug="kyu")


@pytest.fixture
def new(db):
    return DepartmentFactory(name="新課", slug="shin")


def project(department, status="running", title="事業"):
    row = Project.objects.create(title=title, form="support", fiscal_year=2026, status=status)
    Partner.objects.create(project=row, organization=department, role="city")
    return row


def need(department, status="open"):
    return Need.objects.create(organization=department, title="x", text="x", resource="people", status=status)


def counts(moved):
    return {str(name): count for name, count in moved if count}


def test_succeed_moves_what_is_open_and_leaves_what_is_closed(old, new):
    open_one, closed_one = project(old), project(old, status="published")
    asked, met = need(old), need(old, status="met")

    departments.succeed(old=old, new=new, day=APRIL, by=None)

    assert [row.partners.get().organization for row in (open_one, closed_one)] == [new, old]
    assert [Need.objects.get(pk=row.pk).organization for row in (asked, met)] == [new, old]


def test_preview_counts_what_succeed_then_moves(old, new):
    project(old)
    need(old)
    AppointmentFactory(organization=old)
    MembershipFactory(organization=old)

    seen = departments.preview(old=old, day=APRIL)
    moved = departments.succeed(old=old, new=new, day=APRIL, by=None)

    assert counts(seen) == counts(moved)
    assert sum(counts(moved).values()) == 4


def test_succeed_ends_each_post_the_day_before_and_goes_on_with_it(old, new):
    post = AppointmentFactory(organization=old, valid_from=date(2024, 4, 1))

    departments.succeed(old=old, new=new, day=APRIL, by=None)

    rows = Appointment.objects.filter(user=post.user).order_by("valid_from")
    assert [(row.organization, row.valid_from, row.valid_through) for row in rows] == [
        (old, date(2024, 4, 1), date(2026, 3, 31)),
        (new, APRIL, None),
    ]


def test_succeed_ends_the_old_department_and_names_its_successor(old, new):
    departments.succeed(old=old, new=new, day=APRIL, by=None)

    old.refresh_from_db()
    assert (old.status, old.valid_through) == (Organization.Status.DISSOLVED, date(2026, 3, 31))
    assert list(old.successors.all()) == [new]


def test_succeed_where_the_successor_is_a_partner_already_names_it_once(old, new):
    row = project(old)
    Partner.objects.create(project=row, organization=new)

    departments.succeed(old=old, new=new, day=APRIL, by=None)

    assert [partner.organization for partner in row.partners.all()] == [new]


def test_split_department_moves_in_steps_of_which_the_last_ends_it(old, new):
    first, second = project(old, title="甲"), project(old, title="乙")
    other = DepartmentFactory()

    departments.succeed(old=old, new=other, day=APRIL, choose=lambda row: str(row).startswith("x"), ends=False, by=None)
    departments.succeed(
        old=old, new=other, day=APRIL, choose=lambda row: getattr(row, "project_id", 0) == first.pk, ends=False, by=None
    )
    departments.succeed(old=old, new=new, day=APRIL, by=None)

    assert [row.partners.get().organization for row in (first, second)] == [other, new]
    assert set(old.successors.all()) == {other, new}


def test_succeed_twice_moves_nothing_more(old, new):
    project(old)
    departments.succeed(old=old, new=new, day=APRIL, by=None)

    assert counts(departments.succeed(old=old, new=new, day=APRIL, by=None)) == {}


@pytest.mark.parametrize("kinds", [("department", "circle"), ("circle", "department"), ("circle", "circle")])
def test_only_a_department_follows_on_a_department(kinds):
    first, second = (OrganizationFactory(kind=kind) for kind in kinds)

    with pytest.raises(ValidationError) as refused:
        departments.succeed(old=first, new=second, day=APRIL, by=None)

    assert refused.value.code == "not_two_departments"


def test_department_does_not_follow_on_itself(old):
    with pytest.raises(ValidationError):
        departments.succeed(old=old, new=old, day=APRIL, by=None)


def test_page_shows_what_would_move_and_moves_it(old, new, administrator, as_user):
    row = project(old)
    desk = as_user(administrator)

    shown = desk.get("/desk/departments/kyu/")
    desk.post("/desk/departments/kyu/", {"new": new.pk, "day": "2026-04-01"})

    assert counts(shown.context["moving"]) == {"協働事業": 1}
    assert row.partners.get().organization == new


@pytest.mark.parametrize(
    ("typed", "wrong"), [({"new": "", "day": "2026-04-01"}, "new"), ({"new": "x", "day": "y"}, "new")]
)
def test_page_with_a_slip_says_so_at_the_field(old, administrator, as_user, typed, wrong):
    form = as_user(administrator).post("/desk/departments/kyu/", typed).context["form"]

    assert wrong in form.errors


@pytest.mark.parametrize("who", ["resident", "coordinator", "department", "place_staff"])
def test_pages_are_for_administrators(request, old, as_user, who):
    browser = as_user(request.getfixturevalue(who))

    assert [browser.get(f"/desk/departments/{path}").status_code for path in ("", "kyu/")] == [404, 404]
