"""A large city's offers: the same ranking by way of the shelf, which follows every change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Offer
from organizations.services import exchange, suggestions
from organizations.services.shelf import Shelf
from tests.factories.organizations import NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(monkeypatch):
    """Let every city count as a large one, with a shelf of its own."""
    monkeypatch.setattr(suggestions, "FEW", 0)
    monkeypatch.setattr(suggestions, "SHELF", Shelf(suggestions.as_offer, lambda row: row.is_open))


def ranked(need):
    return [found.offer.title for found in suggestions.rank_offers(need, timezone.now())]


def test_rank_in_a_large_city_follows_what_is_written_changed_and_paused(large):
    need, others = NeedFactory(), [OfferFactory(title=f"将棋を教えます{number}", text="") for number in range(6)]
    seen = [ranked(need)]
    offer = OfferFactory()
    seen.append(ranked(need))
    words = {"title": "将棋の相手", "text": "将棋"}
    exchange.edit(row=offer, words=words, districts=[], topics=[], tags=[], by=None)
    seen.append(ranked(need))
    exchange.edit(row=others[0], words={"title": "絵本の読み聞かせ"}, districts=[], topics=[], tags=[], by=None)
    seen.append(ranked(need))
    exchange.pause(row=others[0], by=None)
    seen.append(ranked(need))

    assert seen == [[], ["読み聞かせにうかがいます"], [], ["絵本の読み聞かせ"], []]


def test_rank_in_a_large_city_drops_what_is_over_or_gone_without_reading_it_again(large):
    need, offer = NeedFactory(), OfferFactory()
    OfferFactory.create_batch(4, title="将棋を教えます", text="")
    before = ranked(need)

    Offer.objects.filter(pk=offer.pk).update(valid_until=timezone.localdate() - timedelta(days=1))

    assert (before, ranked(need)) == ([offer.title], [])


def test_suggestion_in_a_large_city_scores_the_one_offer_asked_for(large):
    need, offer = NeedFactory(), OfferFactory()
    OfferFactory.create_batch(4, title="将棋を教えます", text="")

    one = suggestions.suggestion_for(need, offer, timezone.now())

    assert one == suggestions.rank_offers(need, timezone.now())[0]
