"""Words typed into the box of /events/: some of them are wishes."""

from datetime import date, datetime, timedelta

import pytest
from django.http import QueryDict

from events.forms.search import OccurrenceSearchForm
from events.models import Event
from events.services.index import index_event
from events.services.meaning import meaning_of, wishes_in
from events.services.search import find_occurrences
from tests.factories.events import TOKYO, EventFactory, OccurrenceFactory
from tests.factories.organizations import DistrictFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=TOKYO)  # a Tuesday


def ask(query):
    form = OccurrenceSearchForm(QueryDict(query))
    assert form.is_valid(), form.errors
    return list(find_occurrences(form.cleaned_data, now=NOON))


def wishes(words):
    return wishes_in(meaning_of({"q": words}, now=NOON), now=NOON)


def on(day, hour=10, **facts):
    starts_at = datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(hours=hour)
    row = OccurrenceFactory(event=EventFactory(**facts), starts_at=starts_at)
    index_event(row.event)
    return row


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2歳", {"age": [(24, 35)]}),
        ("８か月", {"age": [(8, 8)]}),
        ("2歳と5歳", {"age": [(24, 35), (60, 71)]}),
        ("年少", {"grade": [36]}),
        ("小1", {"grade": [72]}),
        ("３年生", {"grade": [96]}),
        ("土曜", {"day": [6]}),
        ("土日", {"day": [6, 7]}),
        ("午前", {"daypart": [(5, 12)]}),
        ("夜", {"daypart": [(17, 24)]}),
        ("12月", {"spans": [(date(2026, 12, 1), date(2026, 12, 31))]}),
        ("8月", {"spans": [(date(2027, 8, 1), date(2027, 8, 31))]}),
        ("今日", {"from": date(2026, 11, 24), "to": date(2026, 11, 24)}),
        ("あした", {"from": date(2026, 11, 25), "to": date(2026, 11, 25)}),
        ("今週末", {"from": date(2026, 11, 28), "to": date(2026, 11, 29)}),
        ("雨の日", {"indoor": True}),
        ("無料", {"free": True}),
        ("英語対応", {"language": ["en"]}),
        ("北浜", {"district": ["north"]}),
        ("きょうの絵本", {"from": date(2026, 11, 24), "to": date(2026, 11, 24)}),
        ("べんきょう", {}),
        ("絵本", {}),
        ("赤ちゃん", {}),
    ],
)
def test_words_when_they_name_a_condition_then_become_that_wish(words, meant):
    DistrictFactory(code="north", name="北浜小学校区")

    assert wishes(words) == meant


def test_words_when_wishes_stand_beside_a_subject_then_both_count():
    facts = {"age_from_months": 24, "age_to_months": 35}
    found = on(date(2026, 11, 28), title="絵本の会", **facts)
    on(date(2026, 11, 27), title="絵本の会", **facts)
    on(date(2026, 11, 28), 14, title="絵本の会", **facts)
    on(date(2026, 11, 28), title="将棋の会", **facts)

    assert ask("q=土曜の午前　2歳の絵本") == [found]


def test_words_when_they_only_name_conditions_then_any_subject_is_found():
    found = on(date(2026, 11, 28), title="将棋の会", setting=Event.Setting.INDOOR)
    on(date(2026, 11, 28), title="川あそび", setting=Event.Setting.OUTDOOR)

    assert ask("q=雨の日 今週末") == [found]


def test_words_when_taken_literally_then_are_looked_for_in_the_texts():
    said = on(date(2026, 11, 27), title="土曜学校の説明会")
    on(date(2026, 11, 28), title="絵本の会")

    assert ask("q=土曜&literal=1") == [said]


def test_words_when_the_text_says_nothing_but_the_ages_fit_then_it_is_found():
    fits = on(date(2026, 11, 28), title="わらべうたの会", age_from_months=0, age_to_months=12)
    on(date(2026, 11, 28), title="みんなの会", age_from_months=0, age_to_months=180)

    assert ask("q=赤ちゃん") == [fits]


def test_words_when_no_text_speaks_of_all_then_the_nearest_are_found():
    near = on(date(2026, 11, 28), title="絵本の会")

    assert ask("q=絵本 将棋 けん玉") == [near]


def test_near_when_a_circle_is_given_then_finds_what_lies_in_it():
    facility = FacilityFactory(latitude=36.05, longitude=139.60)
    inside = OccurrenceFactory(event=EventFactory(space=SpaceFactory(facility=facility)))
    own_place = OccurrenceFactory(event=EventFactory(latitude=36.06, longitude=139.60))
    in_district = EventFactory(district=DistrictFactory(code="north", latitude=36.05, longitude=139.61))
    by_district = OccurrenceFactory(event=in_district)
    OccurrenceFactory(event=EventFactory(latitude=36.15, longitude=139.60))
    OccurrenceFactory()

    everywhere = [inside, own_place, by_district]
    assert ask("near=36.0512345,139.6049&within=2") == everywhere
    assert ask("near=north&within=2") == everywhere


@pytest.mark.parametrize(
    ("value", "read"), [("36.0512345,139.6049", (36.05, 139.60)), ("36,139", (36, 139)), ("-1.005, 2", (-1.0, 2))]
)
def test_near_when_read_then_names_nobodys_door(value, read):
    form = OccurrenceSearchForm(QueryDict(f"near={value}"))

    assert form.is_valid()
    assert form.cleaned_data["near"] == pytest.approx(read, abs=0.0051)


@pytest.mark.parametrize("query", ["near=91,0", "near=nowhere", "near=1", "within=3", "literal=yes", "near=1,2,3"])
def test_near_when_unknown_then_is_an_error(query):
    form = OccurrenceSearchForm(QueryDict(query))

    assert not form.is_valid()
    assert list(form.errors) == [query.split("=")[0]]
