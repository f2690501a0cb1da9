import pytest
from django.test import Client

from organizations.models import StaffRole
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
INSIDE = {StaffRole.EDITOR, StaffRole.PRESS, StaffRole.ADMINISTRATOR}


@pytest.mark.parametrize("role", StaffRole)
def test_admin_opens_to_its_editors_alone(role, as_user):
    browser = as_user(UserFactory(roles=[role]))

    assert (browser.get("/cms/").status_code == 200) is (role in INSIDE)


def test_admin_asks_a_visitor_to_sign_in_at_the_one_door():
    assert Client().get("/cms/")["Location"].startswith("/accounts/login/")


def test_admin_leads_whom_it_refuses_to_her_desk_and_not_round_in_a_circle(as_user):
    answer = as_user(UserFactory(roles=[StaffRole.DEPARTMENT])).get("/cms/", follow=True)

    assert answer.redirect_chain[-1][0] == "/desk/"
    assert answer.status_code == 200


def test_admin_has_no_door_of_its_own():
    assert Client().get("/cms/login/?next=/cms/")["Location"] == "/accounts/login/?next=/cms/"
    assert Client().get("/cms/password_reset/").status_code == 404


@pytest.mark.parametrize(
    ("role", "path", "opens"),
    [
        (StaffRole.EDITOR, "/cms/pages/", True),
        (StaffRole.EDITOR, "/cms/images/", True),
        (StaffRole.EDITOR, "/cms/settings/portal/citysettings/", False),
        (StaffRole.PRESS, "/cms/settings/portal/emergencybanner/", True),
        (StaffRole.ADMINISTRATOR, "/cms/settings/portal/citysettings/", True),
        (StaffRole.ADMINISTRATOR, "/cms/redirects/", True),
    ],
)
def test_admin_shows_each_role_its_own_part(role, path, opens, as_user):
    answer = as_user(UserFactory(roles=[role])).get(path, follow=True)

    assert (answer.redirect_chain == [] or answer.redirect_chain[-1][0] != "/cms/") is opens
