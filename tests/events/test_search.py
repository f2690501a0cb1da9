"""The question of /events/, its words and what they find."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.forms.search import OccurrenceSearchForm, cursor_of, read_age, read_cursor, read_month
from events.models import Event, Host
from events.services.index import index_event
from events.services.search import find_occurrences
from tests.factories.events import TOKYO, EventFactory, HostFactory, OccurrenceFactory, in_days
from tests.factories.organizations import DistrictFactory, OrganizationFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=TOKYO)


def ask(query, now=None):
    form = OccurrenceSearchForm(QueryDict(query))
    form.is_valid()
    return list(find_occurrences(form.cleaned_data, now=now or timezone.now()))


def errors(query):
    form = OccurrenceSearchForm(QueryDict(query))
    form.is_valid()
    return sorted(form.errors)


def at(day, hour=10, **fields):
    return OccurrenceFactory(starts_at=datetime.combine(day, datetime.min.time(), TOKYO).replace(hour=hour), **fields)


@pytest.mark.parametrize(
    ("text", "months"),
    [("2y", (24, 35)), ("0y", (0, 11)), ("8m", (8, 8)), ("２ｙ", (24, 35)), ("17y", (204, 215))],
)
def test_age_when_written_in_years_or_months_then_gives_months(text, months):
    assert read_age(text) == months


def test_month_when_december_then_ends_with_the_year():
    assert read_month("2026-12") == (date(2026, 12, 1), date(2026, 12, 31))


def test_cursor_when_read_back_then_names_the_same_row():
    moment = datetime(2026, 11, 24, 3, tzinfo=UTC)

    assert read_cursor(cursor_of(moment, 7)) == (moment, 7)


@pytest.mark.parametrize(
    "query",
    [
        "age=two",
        "month=2026-13",
        "month=9999-12",
        "month=0001-01",
        "month=2026-1",
        "from=0001-01-01",
        "to=9999-12-31",
        "after=MDAwMS0wMS0wMVQwMDowMDowMCswOTowMCAx",
        "day=someday",
        "from=yesterday",
        "to=2026-02-30",
        "district=nowhere",
        "topic=nothing",
        "daypart=night",
        "grade=e7",
        "free=yes",
        "apply=maybe",
        "organization=nobody",
        "space=nowhere",
        "project=x",
        "project=99999999999999999999",
        "view=globe",
        "after=%00%ff",
        "after=bm9uc2Vuc2U",
        "language=%3Cscript%3E",
    ],
)
def test_query_when_value_unknown_then_is_an_error_and_ignored(query):
    occurrence = OccurrenceFactory()

    assert errors(query) == [query.split("=")[0]]
    assert ask(query) == [occurrence]


def test_query_when_one_of_two_values_unknown_then_keeps_the_good_one():
    event = EventFactory(age_from_months=24, age_to_months=35)
    fits = OccurrenceFactory(event=event)
    OccurrenceFactory(event=EventFactory(age_from_months=72, age_to_months=83))

    assert errors("age=2y&age=old") == ["age"]
    assert ask("age=2y&age=old") == [fits]


def test_search_without_period_when_something_is_over_then_leaves_it_out():
    OccurrenceFactory(starts_at=in_days(-2))
    going_on = OccurrenceFactory(starts_at=timezone.now() - timedelta(hours=1))
    coming = OccurrenceFactory()

    assert ask("") == [going_on, coming]


def test_search_when_event_is_not_public_then_leaves_it_out():
    OccurrenceFactory(event=EventFactory(status=Event.Status.REVIEW))
    OccurrenceFactory(event=EventFactory(visibility=Event.Visibility.NETWORK))
    shown = OccurrenceFactory()

    assert ask("") == [shown]


def test_search_from_to_when_event_touches_the_edge_then_finds_it():
    lasts = OccurrenceFactory(starts_at=datetime(2026, 11, 20, 10, tzinfo=TOKYO), ends_at=NOON)
    last_day = at(date(2026, 11, 30), 23)
    at(date(2026, 12, 1), 0)

    assert ask("from=2026-11-24&to=2026-11-30") == [lasts, last_day]


def test_search_month_when_days_are_past_then_still_shows_the_whole_month():
    first = at(date(2026, 11, 1), 0)
    at(date(2026, 10, 31), 20)

    assert ask("month=2026-11", NOON) == [first]


def test_search_day_when_two_named_then_finds_either():
    saturday, sunday = at(date(2026, 11, 28)), at(date(2026, 11, 29), 8)
    at(date(2026, 11, 30))

    assert ask("day=sat&day=sun", NOON) == [saturday, sunday]


@pytest.mark.parametrize(
    ("hour", "part"), [(5, "morning"), (11, "morning"), (12, "afternoon"), (16, "afternoon"), (17, "evening")]
)
def test_search_daypart_when_it_starts_then_counts_by_tokyo_time(hour, part):
    found = at(date(2026, 11, 28), hour)
    others = [at(date(2026, 11, 28), other) for other in (4,)]

    assert ask(f"daypart={part}", NOON) == [found]
    assert others[0] not in ask("daypart=morning&daypart=afternoon&daypart=evening", NOON)


@pytest.mark.parametrize(
    ("months", "age", "fits"),
    [
        ((24, 35), "2y", True),
        ((36, 71), "2y", False),
        ((35, 40), "2y", True),
        ((0, 24), "2y", True),
        ((0, 23), "2y", False),
        ((6, 8), "8m", True),
        ((9, 12), "8m", False),
        ((12, None), "2y", True),
        ((None, 12), "2y", False),
        ((None, None), "2y", False),
    ],
)
def test_search_age_when_ranges_meet_with_both_ends_then_fits(months, age, fits):
    OccurrenceFactory(event=EventFactory(age_from_months=months[0], age_to_months=months[1]))

    assert bool(ask(f"age={age}")) is fits


def test_search_age_when_two_children_then_both_must_fit():
    OccurrenceFactory(event=EventFactory(age_from_months=24, age_to_months=35))
    both = OccurrenceFactory(event=EventFactory(age_from_months=24, age_to_months=71))

    assert ask("age=2y&age=5y") == [both]


@pytest.mark.parametrize(
    ("held_on", "months", "grade", "fits"),
    [
        (date(2026, 11, 28), (79, 79), "e1", True),  # born 1 April 2020: the youngest of 小1
        (date(2026, 11, 28), (78, 78), "e1", False),  # born 2 April 2020 or later: still 年長
        (date(2026, 11, 28), (78, 78), "nencho", True),
        (date(2026, 11, 28), (91, 91), "e1", True),  # born 2 April 2019: the oldest
        (date(2026, 11, 28), (92, 92), "e1", False),
        (date(2026, 4, 1), (72, 72), "e1", True),
        (date(2026, 4, 1), (84, 84), "e1", False),  # her seventh birthday is tomorrow
        (date(2026, 4, 2), (84, 84), "e1", True),
        (date(2027, 3, 31), (83, 83), "e1", True),
        (date(2027, 3, 31), (82, 82), "e1", False),
        (date(2027, 4, 1), (84, 84), "e2", True),
        (date(2026, 11, 28), (43, 43), "nensho", True),
        (date(2026, 11, 28), (211, 211), "h3", True),
        (date(2026, 11, 28), (None, None), "e1", False),
        (date(2026, 11, 28), (72, None), "e1", True),
    ],
)
def test_search_grade_when_asked_then_counts_on_the_day_of_the_event(held_on, months, grade, fits):
    at(held_on, event=EventFactory(age_from_months=months[0], age_to_months=months[1]))

    assert bool(ask(f"grade={grade}&from={held_on}")) is fits


def test_search_district_when_place_lies_in_a_part_of_it_then_finds_it():
    whole, part = DistrictFactory(code="north"), DistrictFactory(code="north-1")
    part.parents.add(whole)
    inside = OccurrenceFactory(event=EventFactory(district=part))
    OccurrenceFactory(event=EventFactory(district=DistrictFactory()))

    assert ask("district=north") == [inside]


def test_search_topic_and_tag_when_event_has_both_twice_then_finds_it_once():
    event = EventFactory()
    event.topics.add(TopicFactory(slug="play"), TopicFactory(slug="food"))
    event.tags.add("絵本", "赤ちゃん")
    found = OccurrenceFactory(event=event)
    OccurrenceFactory()

    assert ask("topic=play&topic=food&tag=絵本&tag=赤ちゃん") == [found]


def test_search_language_when_spoken_then_finds_it():
    found = OccurrenceFactory(event=EventFactory(languages=["ja", "en"]))
    OccurrenceFactory(event=EventFactory(languages=["ja"]))

    assert ask("language=en&language=vi") == [found]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("free=1", {"is_free": True}),
        ("indoor=1", {"setting": "both"}),
        ("accessible=1", {"is_accessible": True}),
        ("childcare=1", {"has_childcare": True}),
        ("online=1", {"attendance": "mixed"}),
        ("apply=none", {"apply": "none"}),
    ],
)
def test_search_when_a_fact_is_asked_for_then_finds_what_states_it(query, fields):
    OccurrenceFactory(event=EventFactory(apply="phone"))
    found = OccurrenceFactory(event=EventFactory(**({"apply": "phone"} | fields)))

    assert ask(query) == [found]


@pytest.mark.parametrize("words", ["わらべうた", "わらべうた　赤ちゃん", "わらべ歌"])
def test_search_words_when_event_speaks_of_them_then_finds_it_in_date_order(words):
    rows = [
        OccurrenceFactory(
            event=EventFactory(title="わらべうたの会", summary="赤ちゃんと一緒に"), starts_at=in_days(days)
        )
        for days in (5, 4)
    ]
    other = OccurrenceFactory(event=EventFactory(title="将棋教室"))
    for row in (*rows, other):
        index_event(row.event)

    assert ask(f"q={words}") == rows[::-1]


def test_search_words_when_event_is_withdrawn_then_no_longer_finds_it():
    event = OccurrenceFactory(event=EventFactory(title="将棋教室")).event
    index_event(event)
    assert len(ask("q=将棋")) == 1

    event.status = Event.Status.ARCHIVED
    index_event(event)

    assert ask("q=将棋") == []


@pytest.mark.parametrize(
    ("opens", "closes", "query"),
    [(-1, 1, "open"), (None, None, "open"), (None, 1, "open"), (1, 2, "soon"), (-2, -1, "nothing")],
)
def test_search_apply_when_dates_are_given_then_tells_open_from_soon(opens, closes, query):
    days = [value and in_days(value) for value in (opens, closes)]
    OccurrenceFactory(event=EventFactory(apply="phone", apply_opens_at=days[0], apply_closes_at=days[1]))

    assert [word for word in ("open", "soon", "none") if ask(f"apply={word}")] == [query] * (query != "nothing")


def test_search_organization_when_co_host_has_not_accepted_then_is_not_found():
    lead, invited = OrganizationFactory(), OrganizationFactory()
    event = EventFactory(lead=lead)
    HostFactory(event=event, organization=invited, role=Host.Role.CO_HOST, accepted_at=None)
    found = OccurrenceFactory(event=event)

    assert ask(f"organization={lead.slug}") == [found]
    assert ask(f"organization={invited.slug}") == []


def test_search_after_when_two_start_together_then_goes_on_without_a_gap():
    rows = [OccurrenceFactory(starts_at=in_days(2)) for _number in range(3)]

    assert ask(f"after={cursor_of(rows[0].starts_at, rows[0].pk)}") == rows[1:]
