"""What an event leaves unsaid: never more than three hints, the most useful first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.scoring import MOST_HINTS, WISHES, completeness

NOTHING = {
    "age_from_months": None,
    "age_to_months": None,
    "is_free": None,
    "adult_price": None,
    "child_price": None,
    "picture": None,
    "summary": "",
    "description": "",
    "setting": "",
    "weather_note": "",
    "attendance": "offline",
    "space": None,
    "place_address": "",
    "district": None,
    "apply": "none",
    "capacity": None,
    "contact": "",
    "topics": [],
    "is_accessible": False,
    "has_childcare": False,
    "belongings": "",
    "languages": [],
    "easy_for_newcomers": False,
}
EVERYTHING = {
    "age_from_months": 0,
    "is_free": True,
    "picture": object(),
    "summary": "歌",
    "description": "歌います",
    "setting": "indoor",
    "district": object(),
    "contact": "048",
    "topics": ["遊び"],
    "is_accessible": True,
    "belongings": "水筒",
    "easy_for_newcomers": True,
}


def test_completeness_when_nothing_is_said_then_names_what_families_ask_first():
    assert completeness(NOTHING) == (0, ("ages", "price", "picture"))


def test_completeness_when_everything_is_said_then_has_no_hints():
    assert completeness(NOTHING | EVERYTHING) == (100, ())


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ({"age_from_months": None}, "ages"),
        ({"is_free": None}, "price"),
        ({"setting": "outdoor"}, "weather"),
        ({"district": None}, "address"),
        ({"apply": "portal"}, "capacity"),
        ({"setting": ""}, "setting"),
        ({"contact": ""}, "contact"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_completeness_when_one_thing_is_missing_then_hints_at_it(said, hint):
    assert completeness(NOTHING | EVERYTHING | said).hints == (hint,)


@pytest.mark.parametrize(
    "said",
    [{"is_free": False, "child_price": 0}, {"attendance": "online", "district": None, "setting": ""}, {"space": 1}],
)
def test_completeness_when_a_thing_is_said_otherwise_or_not_asked_then_is_content(said):
    assert completeness(NOTHING | EVERYTHING | said) == (100, ())


@given(st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_completeness_when_more_is_said_then_never_falls(said):
    some = NOTHING | {name: EVERYTHING[name] for name in said}

    percent, hints = completeness(some)

    assert percent <= completeness(some | {"summary": "歌"}).percent <= 100
    assert len(hints) <= MOST_HINTS
    assert set(hints) <= {wish.code for wish in WISHES}
