"""Texts to paste: whole sentences, never too long."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from events.services.bulletins import MOST, address_of, cut_at_sentence, line_text
from tests.factories.events import EventFactory, OccurrenceFactory


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("雨です。中止します。", 20, "雨です。中止します。"),
        ("雨です。中止します。", 6, "雨です。"),
        ("「行きます。」と言う。次。", 8, "「行きます。」"),
        ("一行目\n二行目", 4, "一行目"),
        ("切れない長い一文です", 5, "切れない…"),
        ("", 5, ""),
    ],
)
def test_cutting_when_too_long_then_ends_at_a_sentence(text, most, kept):
    assert cut_at_sentence(text, most) == kept


@given(st.text(alphabet="あ。！\n 」a.", max_size=60), st.integers(0, 40))
def test_cutting_when_any_text_then_never_longer_and_a_beginning_of_it(text, most):
    kept = cut_at_sentence(text, most)

    assert len(kept) <= most
    assert text.strip().startswith(kept.removesuffix("…"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "head"), [("cancelled", "【中止】"), ("postponed", "【延期】"), ("scheduled", "絵本")]
)
def test_line_text_when_long_then_starts_with_the_state_and_ends_with_the_address(status, head):
    event = EventFactory(title="絵本の会", description="手あそびをします。" * 100, apply_phone="048-1", apply="phone")
    occurrence = OccurrenceFactory(event=event, status=status, note="大雨のため" if status != "scheduled" else "")

    text = line_text(occurrence, address_of(occurrence), timezone.now())

    assert text.startswith(head)
    assert text.endswith(occurrence.get_absolute_url())
    assert len(text) <= MOST
    assert "します。\n" in text
