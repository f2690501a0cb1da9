import pytest
from allauth.mfa.models import Authenticator

from tests.factories.organizations import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(administrator, as_user, count, django_assert_num_queries):
    for _ in range(count):
        AppointmentFactory()
    browser = as_user(administrator)

    with django_assert_num_queries(8):
        browser.get("/desk/people/")


def test_list_shows_staff_and_no_residents(administrator, as_user):
    post = AppointmentFactory(user__name="森 花子")
    UserFactory(name="住民 太郎")

    page = as_user(administrator).get("/desk/people/").content.decode()

    assert ("森 花子" in page, post.organization.name in page, "住民 太郎" in page) == (True, True, False)


def test_lost_second_factor_is_forgotten_and_set_up_anew(administrator, coordinator, as_user):
    as_user(administrator).post(f"/desk/people/{coordinator.pk}/second-factor/")

    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert as_user(coordinator).get("/desk/")["Location"] == "/accounts/2fa/totp/activate/"


def test_residents_second_factor_is_no_administrators_business(administrator, resident, as_user):
    assert as_user(administrator).post(f"/desk/people/{resident.pk}/second-factor/").status_code == 404
