"""Times of day as people type them."""

import re
import unicodedata
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|時(?:(?P<spoken>\d{1,2})分?|(?P<half>半))?)")
LAST_MINUTE = 30 * 60


class ClockField(forms.Field):
    """A time in minutes from midnight; 24:00 and 25:30 belong to the day that began.

    Takes 9:00, ９：００, 9時, 9時半, 930 and 0930.
    """

    default_error_messages = {"invalid": _("Please write a time such as 9:30.")}

    def __init__(self, *, latest: int = LAST_MINUTE, **kwargs: Any) -> None:
        self.latest = latest
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}), **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value or "")))
        if not text:
            return None
        if re.fullmatch(r"\d{3,4}", text):
            text = f"{text[:-2]}:{text[-2:]}"
        found = CLOCK.fullmatch(text)
        minutes = _minutes(found) if found else None
        if minutes is None or minutes > self.latest:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60}:{value % 60:02d}" if isinstance(value, int) else value


def refuse_backwards(form: forms.Form) -> None:
    """Say at the field ``end`` that it must come after ``start``, where both are times of one day."""
    start, end = form.cleaned_data.get("start"), form.cleaned_data.get("end")
    if start is not None and end is not None and end <= start:
        form.add_error("end", ValidationError(_("The end must be after the start."), code="order"))


class SpansField(forms.Field):
    """Several times of one day: 「9:00-12:00、13:00-17:00」. Empty: none. Gives [(540, 720), (780, 1020)]."""

    default_error_messages = {
        "invalid": _("Please write times such as 9:00-12:00, 13:00-17:00."),
        "overlap": _("Two of these times overlap."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"size": "24"}), required=False, **kwargs)

    def to_python(self, value: Any) -> list[tuple[int, int]]:
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value or "")))
        spans = sorted(self._span(part) for part in re.split("[、,;]", text) if part)
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise ValidationError(self.error_messages["overlap"], code="overlap")
        return spans

    def _span(self, text: str) -> tuple[int, int]:
        ends = re.split("[-~〜–—から]+", text.removesuffix("まで"))
        clock = ClockField()
        try:
            opens, closes = (clock.to_python(end) for end in ends)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if opens is None or closes is None or not opens < closes <= opens + 24 * 60 or opens >= 24 * 60:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return opens, closes

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "、".join(f"{a // 60}:{a % 60:02d}-{b // 60}:{b % 60:02d}" for a, b in value)


def _minutes(found: re.Match[str]) -> int | None:
    minute = 30 if found["half"] else int(found["minute"] or found["spoken"] or 0)
    return int(found["hour"]) * 60 + minute if minute < 60 else None
