"""Times of day as people type them."""

import pytest
from django.core.exceptions import ValidationError

from spaces.fields import ClockField


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9:00", 540), ("９：００", 540), ("9時", 540), ("9時半", 570), ("9時5分", 545), ("930", 570), ("0930", 570),
        (" 9 : 30 ", 570), ("24:00", 1440), ("25:30", 1530), ("0:00", 0), ("", None),
    ],
)  # fmt: skip
def test_clock_when_typed_in_any_way_then_it_is_minutes(typed, minutes):
    assert ClockField(required=False).clean(typed) == minutes


@pytest.mark.parametrize("typed", ["9", "九時", "9:60", "31:00", "9:0", "-1:00", "9:00:00", "\x00", "9時99分"])
def test_clock_when_it_is_no_time_then_a_sentence_says_how(typed):
    with pytest.raises(ValidationError) as refused:
        ClockField().clean(typed)

    assert refused.value.code == "invalid"


def test_clock_when_shown_again_then_minutes_read_as_a_time():
    assert ClockField().prepare_value(1530) == "25:30"
