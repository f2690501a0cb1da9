"""The month in figures: what belongs to it, and who may see it."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from organizations.models import Introduction, Need
from portal.services import month
from tests.factories.organizations import IntroductionFactory, NeedFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "span"),
    [
        (date(2026, 11, 24), (date(2026, 11, 1), date(2026, 11, 30))),
        (date(2028, 2, 1), (date(2028, 2, 1), date(2028, 2, 29))),
        (date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_month_of_a_day(day, span):
    assert month.month_of(day) == span


def test_report_counts_what_lies_in_the_month_and_not_its_neighbours():
    for hour in (
        datetime(2026, 9, 30, 23, 59),
        datetime(2026, 10, 1),
        datetime(2026, 10, 31, 23),
        datetime(2026, 11, 1),
    ):
        NeedFactory(opened_at=timezone.make_aware(hour))
    IntroductionFactory(need=Need.objects.first(), asked_at=timezone.make_aware(datetime(2026, 10, 5)))
    Introduction.objects.update(status="settled", outcome="done", updated_at=timezone.make_aware(datetime(2026, 10, 9)))

    lines = {
        str(label): number
        for part in month.report(date(2026, 10, 1), date(2026, 10, 31))
        for label, number in part.lines
    }

    assert [lines[name] for name in ("新しく出たお願い", "紹介を持ちかけた数", "実を結んだ紹介")] == [2, 1, 1]


@pytest.mark.parametrize("query", ["", "?month=2026-10", "?month=x", "?month=9999-99"])
def test_page_opens_for_any_month_asked(query, coordinator, as_user):
    assert as_user(coordinator).get(f"/desk/month/{query}").status_code == 200


def test_page_asks_the_same_number_of_queries_with_much_to_count(coordinator, as_user, django_assert_num_queries):
    NeedFactory.create_batch(3)
    browser = as_user(coordinator)
    browser.get("/desk/month/")

    with django_assert_num_queries(23):
        browser.get("/desk/month/")


def test_page_is_not_there_for_others(as_user):
    assert [
        as_user(UserFactory(roles=[role])).get("/desk/month/").status_code for role in ("plan_office", "press")
    ] == [200, 404]
