"""The choice among thousands: nothing likely is missed, and what is dropped is gone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from organizations.scoring import Index, Need, Offer, Situation, rank
from organizations.scoring.texts import Rarity

DAY = date(2026, 12, 1)
TITLES = ("読み聞かせにうかがいます", "将棋を教えます", "体育館があります", "ベビーカーを貸します", "英語で遊びます")


def an_offer(key, title="読み聞かせにうかがいます", **more):
    return Offer(id=str(key), organization=f"g{key}", resource="people", title=title, **more)


def a_need(title):
    return Need(id="n", organization="g", resource="people", title=title)


def filled(offers):
    index = Index()
    for offer in offers:
        index.put(offer)
    return index


@given(st.lists(st.sampled_from(TITLES), min_size=1, max_size=12), st.sampled_from(TITLES))
def test_candidates_hold_the_best_of_the_whole_ranking(titles, wish):
    offers = [an_offer(number, title) for number, title in enumerate(titles)]
    need, here = a_need(wish), Situation(as_of=DAY)
    best = [match for match in rank(need, offers, here) if match.score > 40]

    chosen = filled(offers).candidates(need, len(offers))

    assert {match.offer for match in best} <= set(chosen)


def test_put_again_replaces_and_drop_forgets():
    index = filled([an_offer(1), an_offer(2, "将棋を教えます")])
    index.put(an_offer(1, "英語で遊びます"))
    index.drop("2")
    index.drop("9")

    assert index.candidates(a_need("読み聞かせ"), 5) == []
    assert (len(index), vars(index.rarity)) == (1, vars(Rarity([an_offer(1, "英語で遊びます")])))


def test_candidates_are_at_most_so_many():
    assert len(filled([an_offer(number) for number in range(9)]).candidates(a_need("読み聞かせ"), 3)) <= 3
