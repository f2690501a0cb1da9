"""受付期間: shown while open, in "closing soon" and its feeds, never among what is on today."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from events.models import Reception
from events.services.receptions import deadlines
from tests.factories.events import EventFactory, OccurrenceFactory, ReceptionFactory, in_days
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "学童クラブの申込",
    "audience": "families",
    "opens_on": "2026-12-01",
    "closes_on": "2026-12-20",
    "is_published": "on",
}


def titles(**more):
    return [row.title for row in deadlines(now=timezone.localtime(), **more)]


def test_closing_soon_when_several_then_the_most_urgent_first():
    ReceptionFactory(title="五日後", closes_on=in_days(5).date())
    event = EventFactory(title="三日後", apply="phone", apply_closes_at=in_days(3))
    OccurrenceFactory.create_batch(2, event=event)
    ReceptionFactory(title="遠い", closes_on=in_days(40).date())
    ReceptionFactory(title="まだ", opens_on=in_days(1).date())
    ReceptionFactory(title="かくれている", is_published=False)

    assert titles() == ["三日後", "五日後"]
    assert titles(days=60) == ["三日後", "五日後", "遠い"]


def test_closing_soon_when_the_event_is_off_or_has_not_opened_then_not_listed():
    off = EventFactory(apply="phone", apply_closes_at=in_days(3))
    OccurrenceFactory(event=off, status="cancelled")
    early = EventFactory(apply="phone", apply_opens_at=in_days(1), apply_closes_at=in_days(3))
    OccurrenceFactory(event=early)

    assert titles() == []


def test_today_when_a_period_is_open_then_is_not_among_what_is_on(client):
    ReceptionFactory(title="保育所の申込")

    assert "保育所の申込" not in client.get("/events/").content.decode()
    assert "保育所の申込" not in client.get("/events/feed.ics").getvalue().decode()
    assert "保育所の申込" in client.get("/deadlines/").content.decode()


@pytest.mark.parametrize("feed", ["ics", "atom"])
def test_feed_when_a_period_closes_then_names_it_and_answers_304(client, feed):
    ReceptionFactory(title="保育所の申込")

    first = client.get(f"/deadlines/feed.{feed}")
    again = client.get(f"/deadlines/feed.{feed}", headers={"If-None-Match": first.headers["ETag"]})

    assert "【締切】保育所の申込" in first.content.decode()
    assert again.status_code == 304


@pytest.mark.parametrize("count", [1, 3])
def test_list_when_more_close_then_the_same_queries(client, count, django_assert_num_queries):
    ReceptionFactory.create_batch(count)
    client.get("/deadlines/")

    with django_assert_num_queries(4):
        client.get("/deadlines/")


def test_entering_when_staff_of_a_department_then_kept_with_its_author(client):
    person = UserFactory(roles=["department"])
    client.force_login(person)

    client.post("/desk/deadlines/new/", TYPED)

    row = Reception.objects.get()
    assert (row.title, row.entered_by, row.sequence) == ("学童クラブの申込", person, 0)


def test_entering_when_it_closes_before_it_opens_then_refused(client):
    client.force_login(UserFactory(roles=["editor"]))

    page = client.post("/desk/deadlines/new/", {**TYPED, "closes_on": "2026-11-01"}).content.decode()

    assert not Reception.objects.exists()
    assert "受付開始日より後" in page


def test_entering_when_its_words_are_given_in_english_then_the_english_pages_say_them(client):
    client.force_login(UserFactory(roles=["editor"]))
    english = {"how": "市役所の窓口へ", "title_en": "After-school clubs", "body_en": "At the city hall"}

    client.post("/desk/deadlines/new/", {**TYPED, **english})
    row = Reception.objects.get()
    pages = [client.get(f"{way}{row.get_absolute_url()}").content.decode() for way in ("", "/en")]
    client.post(f"/desk/deadlines/{row.pk}/edit/", TYPED)

    assert [("After-school clubs" in page, "At the city hall" in page) for page in pages] == [(False,) * 2, (True,) * 2]
    assert not row.texts.exists()


def test_changing_when_saved_then_calendars_hear_of_it(client):
    row = ReceptionFactory()
    client.force_login(UserFactory(roles=["coordinator"]))

    client.post(f"/desk/deadlines/{row.pk}/edit/", TYPED)

    row.refresh_from_db()
    assert (row.title, row.sequence) == ("学童クラブの申込", 1)


def test_days_when_out_of_order_then_the_database_refuses():
    with pytest.raises(IntegrityError):
        ReceptionFactory(opens_on=in_days(5).date(), closes_on=in_days(4).date())


def test_search_when_a_period_is_shown_then_finds_it_and_when_over_no_more(client):
    client.force_login(UserFactory(roles=["editor"]))
    client.post("/desk/deadlines/new/", {**TYPED, "title": "学童クラブの申込", "how": "市役所の窓口へ"})
    client.logout()

    during = client.get("/search/?q=学童クラブ").content.decode()
    with time_machine.travel(datetime(2026, 12, 21, 3, tzinfo=UTC)):
        after = client.get("/search/?q=学童クラブ").content.decode()

    path = Reception.objects.get().get_absolute_url()
    assert path in during
    assert path not in after
