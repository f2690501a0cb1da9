"""Whoever keeps places keeps the city's table of school holidays; rules of events read it."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from spaces.models import SchoolHoliday
from spaces.services.hours import days_off
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
WINTER = {"name": "冬休み", "first": "2099-12-25", "last": "2100-01-07"}


@pytest.fixture
def keeper(client):
    client.force_login(UserFactory(roles=["place_staff"]), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_school_holidays_when_added_then_rules_leave_them_out_and_it_is_logged(keeper):
    keeper.post(reverse("school_holidays"), WINTER)

    assert days_off().school == ((date(2099, 12, 25), date(2100, 1, 7)),)
    assert ModelLogEntry.objects.filter(action="spaces.school_holiday.add").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"), [({"last": "2099-12-24"}, "last"), ({"name": ""}, "name"), ({"first": "あした"}, "first")]
)
def test_school_holidays_when_something_is_wrong_then_says_it_at_the_field(keeper, changes, field):
    page = keeper.post(reverse("school_holidays"), WINTER | changes)

    assert list(page.context["form"].errors) == [field]
    assert not SchoolHoliday.objects.exists()


def test_school_holidays_when_removed_then_rules_know_them_no_longer(keeper):
    keeper.post(reverse("school_holidays"), WINTER)

    keeper.post(reverse("school_holiday_remove", args=[SchoolHoliday.objects.get().pk]))

    assert days_off().school == ()
    assert keeper.get(reverse("school_holidays")).context["holidays"].count() == 0
