"""The draw, pure: the same list and number give the same result everywhere, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.draw import Result, draw, fingerprint, make_sheet, problems

TICKETS = st.dictionaries(st.integers(1, 9999), st.integers(1, 8), max_size=40)
LIMIT = st.none() | st.integers(0, 60)


def sheet_of(tickets, people=5, parties=None):
    return make_sheet(date=7, people=people, parties=parties, tickets=tickets.items())


def page_of(sheet, seed="0417"):
    result = draw(sheet, seed)
    return {
        "sheet": sheet,
        "fingerprint": fingerprint(sheet),
        "seed": seed,
        "order": result.order,
        "won": result.won,
    }


def test_draw_when_drawn_by_hand_then_is_what_the_page_describes():
    sheet = sheet_of({1: 2, 2: 4, 3: 1, 4: 2})  # checked with sha256sum

    assert fingerprint(sheet) == "8a37a55019063a0a621fa455b7263f2335f510948ee7195662d679d1eba23178"
    assert draw(sheet, "0417") == Result(order=[2, 1, 3, 4], won=[2, 3])


@given(TICKETS, LIMIT, LIMIT, st.text(max_size=20))
def test_draw_when_given_any_list_then_places_are_kept_and_whoever_fits_is_never_passed_over(
    tickets, people, parties, seed
):
    result = draw(sheet_of(tickets, people, parties), seed)

    left, parties_left = (float("inf") if limit is None else limit for limit in (people, parties))
    assert sorted(result.order) == sorted(tickets)
    for ticket in result.order:
        fits = tickets[ticket] <= left and parties_left >= 1
        assert (ticket in result.won) is fits
        if fits:
            left, parties_left = left - tickets[ticket], parties_left - 1


@given(TICKETS, LIMIT, st.text(max_size=20))
def test_draw_when_tickets_come_in_another_order_then_nothing_changes(tickets, people, seed):
    backwards = make_sheet(date=7, people=people, parties=None, tickets=reversed(tickets.items()))

    assert page_of(backwards, seed) == page_of(sheet_of(tickets, people), seed)


@given(TICKETS.filter(bool), st.text(min_size=1, max_size=20))
def test_problems_when_page_is_as_drawn_then_finds_none(tickets, seed):
    assert problems(page_of(sheet_of(tickets), seed)) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"won": [2, 4]}, ["won"]),
        ({"order": [1, 2, 3, 4]}, ["order"]),
        ({"seed": "0418"}, ["order", "won"]),
        (
            {"sheet": {"date": 7, "people": 5, "parties": None, "tickets": [[1, 2], [2, 4]]}},
            ["fingerprint", "order", "won"],
        ),
        ({"seed": "", "order": None, "won": None}, []),
    ],
    ids=["a friend let in", "the order", "the number", "a ticket taken out", "not drawn yet"],
)
def test_problems_when_something_was_changed_then_names_it(changed, found):
    page = page_of(sheet_of({1: 2, 2: 4, 3: 1, 4: 2}))

    assert problems(page | changed) == found


@given(TICKETS.filter(bool), st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 9999))), st.text(max_size=20))
def test_draw_when_tickets_stand_apart_then_never_both_win_and_nobody_loses_without_a_rival(tickets, pairs, seed):
    numbers = sorted(tickets)
    apart = [(numbers[a % len(numbers)], numbers[b % len(numbers)]) for a, b in pairs]
    apart = [(a, b) for a, b in apart if a != b]
    sheet = make_sheet(date=7, people=None, parties=None, tickets=tickets.items(), apart=apart)

    won = draw(sheet, seed).won

    assert not [pair for pair in apart if set(pair) <= set(won)]
    for ticket in set(numbers) - set(won):
        assert any(ticket in pair and set(pair) - {ticket} <= set(won) for pair in apart)


@pytest.mark.parametrize("tickets", [[(1, 2), (1, 3)], [(1, 0)]])
def test_make_sheet_when_a_ticket_is_there_twice_or_for_nobody_then_refuses(tickets):
    with pytest.raises(ValueError, match=r"^(twice|nobody)$"):
        make_sheet(date=7, people=5, parties=None, tickets=tickets)
