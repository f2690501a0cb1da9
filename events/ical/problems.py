"""What can be wrong with a calendar file: a code with its value, and a sentence for machines' readers."""

from dataclasses import dataclass

SENTENCES = {
    "too_large": "The file is larger than {value} bytes.",
    "empty": "The file is empty.",
    "html": "This is a web page, not a calendar.",
    "no_calendar": "The file holds no calendar.",
    "compressed": "The compressed file cannot be unpacked.",
    "characters": "Some characters cannot be read as {value}.",
    "cut": "The file ends inside this event.",
    "not_closed": "The event has no end line.",
    "calendar_zone": "The calendar's time zone {value} is not known; Asia/Tokyo was taken.",
    "zone": "The time zone {value} is not known; the time was read as local time.",
    "no_start": "The event has no DTSTART.",
    "bad_value": "{value} is not a date or time.",
    "repaired": "{value} was read as the date it most likely means.",
    "bad_duration": "{value} is not a length of time.",
    "end_before_start": "The event ends before it starts.",
    "rule": "The rule cannot be kept: {value}.",
    "until_day": "UNTIL={value} has no time; the whole day was taken.",
    "rule_in_override": "A changed date cannot repeat by itself.",
    "other_kind": "{value} mixes days with times.",
    "same_uid": "Several events share the UID {value}.",
    "too_many": "More than {value} dates; the rest is left out.",
    "more_problems": "{value} more problems are not listed.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it stands. ``component`` counts VEVENTs from 1; None is the file."""

    component: int | None
    code: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """Say it in English."""
        return SENTENCES[self.code].format(value=self.value[:80])


class Unreadable(ValueError):
    """A file, or a part of it, that cannot be read at all."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value
