"""Regular times and their clashes, pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.advice import ENOUGH, Advice, Kind
from spaces.season import Blocks, Regular, Rhythm, Room, Season, Wish, clashes, days_of, live

FIRST, LAST = date(2027, 4, 1), date(2027, 5, 31)  # a Thursday; Saturdays are 4/3, 4/10, …, 5/29
SATURDAYS = days_of(Rhythm.WEEKLY, 5, FIRST, LAST)
ALL_DAYS = [day for weekday in range(7) for day in days_of(Rhythm.WEEKLY, weekday, FIRST, LAST)]


def room(key, capacity=30, parts=None, **more):
    opened = more.pop("open", {day: [(540, 1260)] for day in ALL_DAYS})
    return Room(key, capacity, frozenset(parts or {key}), open=opened, free=more.pop("free", opened), **more)


def season(*rooms):
    return Season(FIRST, LAST, {one.key: one for one in rooms})


def at(room=1, start=600, end=720, weekday=5, rhythm=Rhythm.WEEKLY):
    return Regular(room, rhythm, weekday, start, end)


def wish(key, where=None, group=None, rank=1, people=10, granted=False):
    return Wish(key, group or key, rank, where or at(), people, granted)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm.WEEKLY, ["4/3", "4/10", "4/17", "4/24", "5/1", "5/8", "5/15", "5/22", "5/29"]),
        (Rhythm.ODD, ["4/3", "4/17", "5/1", "5/15", "5/29"]),
        (Rhythm.EVEN, ["4/10", "4/24", "5/8", "5/22"]),
        (Rhythm.SECOND, ["4/10", "5/8"]),
        (Rhythm.FIRST_THIRD, ["4/3", "4/17", "5/1", "5/15"]),
        (Rhythm.SECOND_FOURTH, ["4/10", "4/24", "5/8", "5/22"]),
    ],
)
def test_days_of_when_rhythm_is_given_then_names_these_saturdays(rhythm, days):
    assert [f"{day.month}/{day.day}" for day in days_of(rhythm, 5, FIRST, LAST)] == days


def test_verdicts_when_closed_or_booked_then_says_which():
    free = {day: [(540, 1260)] for day in ALL_DAYS}
    booked = free | {SATURDAYS[1]: [(540, 660)]}
    opened = free | {SATURDAYS[0]: []}
    found = season(room(1, open=opened, free=booked | {SATURDAYS[0]: []})).verdicts(at())

    assert [refused for _day, refused in found] == ["closed", "taken"] + [""] * 7


@pytest.mark.parametrize(
    ("wishes", "together"),
    [
        pytest.param([wish(1), wish(2)], [[1, 2]], id="the same time"),
        pytest.param([wish(1), wish(2, at(start=720, end=780))], [], id="one after the other"),
        pytest.param([wish(1), wish(2, at(weekday=6))], [], id="another day"),
        pytest.param([wish(1), wish(2, at(room=2))], [], id="another room"),
        pytest.param([wish(1), wish(2, at(room=3))], [[1, 2]], id="the hall of which it is a half"),
        pytest.param([wish(1, at(rhythm=Rhythm.ODD)), wish(2, at(rhythm=Rhythm.EVEN))], [], id="the other weeks"),
        pytest.param(
            [wish(1), wish(2, at(start=660, end=780)), wish(3, at(start=720, end=840))], [[1, 2, 3]], id="a chain"
        ),
        pytest.param([wish(1), wish(2, rank=2, group=2), wish(3, at(room=2), group=2)], [], id="not yet their turn"),
        pytest.param([wish(1, granted=True), wish(2)], [[1, 2]], id="against what is granted"),
        pytest.param([wish(1, granted=True)], [], id="granted alone"),
        pytest.param([wish(1, at(start=300, end=420))], [[1]], id="never open"),
    ],
)
def test_clashes_when_wishes_meet_then_stand_in_one_clash(wishes, together):
    rooms = season(room(1), room(2), room(3, parts={1, 2 + 100}))

    assert [[one.key for one in clash.wishes] for clash in clashes(rooms, wishes)] == together


def test_clashes_when_clearing_takes_time_then_it_counts():
    late = wish(2, at(start=720, end=780))

    assert clashes(season(room(1)), [wish(1), late]) == []
    assert len(clashes(season(room(1, after=15)), [wish(1), late])) == 1


def found(rooms, wishes, key=1):
    one = next(item for item in wishes if item.key == key)
    return [(other.kind, other.at) for other in Advice(rooms, wishes).alternatives(one)]


def test_alternatives_when_two_want_the_same_then_each_way_is_shown():
    second = wish(3, at(room=2, start=840, end=960), group=1, rank=2)

    assert found(season(room(1), room(2)), [wish(1), wish(2), second]) == [
        (Kind.OWN, second.at),
        (Kind.ROOM, at(room=2)),
        (Kind.TIME, at(start=720, end=840)),
        (Kind.DAY, at(weekday=6)),
        (Kind.DAY, at(weekday=4)),
        (Kind.SHARE, at(rhythm=Rhythm.ODD)),
        (Kind.SHARE, at(rhythm=Rhythm.EVEN)),
    ]


def test_alternatives_when_the_other_is_granted_then_weeks_are_not_shared():
    kinds = [kind for kind, _at in found(season(room(1)), [wish(1), wish(2, granted=True)])]

    assert kinds == [Kind.TIME, Kind.DAY, Kind.DAY]


def test_alternatives_when_rooms_differ_then_too_small_ones_are_left_out_and_the_like_comes_first():
    piano = frozenset({7})
    rooms = season(room(1, equipment=piano), room(2), room(3, 40, equipment=piano), room(4, 5, equipment=piano))
    others = [one for one in Advice(rooms, [wish(1), wish(2)]).alternatives(wish(1)) if one.kind == Kind.ROOM]

    assert [(one.at.room, one.lacking) for one in others] == [(3, frozenset()), (2, piano)]


def test_alternatives_when_lent_by_parts_of_the_day_then_only_these_are_offered():
    parts = {day: [(540, 720), (780, 1020)] for day in range(7)}
    here = at(start=540, end=720)
    rooms = season(room(1, times=parts), room(2, longest=120))

    assert found(rooms, [wish(1, here), wish(2, here)])[:2] == [
        (Kind.TIME, at(start=780, end=1020)),
        (Kind.DAY, at(start=540, end=720, weekday=6)),
    ]


SPANS = st.sampled_from([[(540, 1260)], [(540, 720)], [(780, 1020)], []])
MINUTES = st.integers(18, 38).map(lambda half: half * 30)
PLACES = st.builds(
    lambda room, rhythm, weekday, start, long: Regular(room, rhythm, weekday, start, start + long),
    st.integers(1, 4),
    st.sampled_from(Rhythm),
    st.integers(4, 6),
    MINUTES,
    st.sampled_from([60, 120, 180]),
)


@st.composite
def seasons(draw):
    """Four rooms, two of them halves of a third, open and booked at random."""
    rooms = []
    for key in range(1, 5):
        opened = {day: draw(SPANS) if day.day < 9 else [(540, 1260)] for day in ALL_DAYS}
        free = {day: spans if day.day % 7 else spans[:0] for day, spans in opened.items()}
        parts = {1, 2} if key == 3 else {key}
        rooms.append(room(key, parts=parts, open=opened, free=free, after=draw(st.sampled_from([0, 15]))))
    places = draw(st.lists(PLACES, min_size=2, max_size=8))
    wishes = [wish(n, place, group=1 + n // 2, rank=1 + n % 2) for n, place in enumerate(places, start=1)]
    return season(*rooms), wishes


def collide(rooms, one, other, day):
    """Say in the plainest way whether two could not both have ``day``."""
    here, there = rooms.rooms[one.room], rooms.rooms[other.room]
    meets = one.start - here.before < other.end + there.after and other.start - there.before < one.end + here.after
    return bool(here.parts & there.parts) and meets and day in rooms.dates(one) and day in rooms.dates(other)


@given(seasons())
def test_clashes_when_wishes_are_random_then_exactly_those_that_collide_are_together(found):
    rooms, wishes = found
    standing = live(wishes)

    pairs = {pair for clash in clashes(rooms, wishes) for pair in clash.pairs}

    assert pairs == {
        (one.key, other.key)
        for one in standing
        for other in standing
        if one.key < other.key and any(collide(rooms, one.at, other.at, day) for day in ALL_DAYS)
    }


@given(seasons())
def test_alternatives_when_wishes_are_random_then_each_date_is_open_free_and_in_nobodys_way(found):
    rooms, wishes = found
    granted = [Wish(one.key, one.group, one.rank, one.at, one.people, one.key % 3 == 0) for one in wishes]
    standing = live(granted)
    advice = Advice(rooms, granted)

    for one in standing:
        others = [other for other in standing if other.group != one.group]
        rivals = {key for day in rooms.dates(one.at) for key in Blocks(rooms, others).hits(one.at, day)}
        for option in advice.alternatives(one):
            free = rooms.rooms[option.at.room].free
            in_the_way = {
                other.key for other in others for day in option.dates if collide(rooms, option.at, other.at, day)
            }
            assert all(any(a <= option.at.start and option.at.end <= b for a, b in free[day]) for day in option.dates)
            assert len(option.dates) >= ENOUGH * option.wished
            if option.kind == Kind.SHARE:
                assert in_the_way <= rivals - {other.key for other in others if other.granted}
            else:
                assert not in_the_way
