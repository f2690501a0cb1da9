"""When an event takes place, as people have it: days of their own, every week, the second Saturday."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.recurrence import Recurrence
from spaces.fields import ClockField
from spaces.models import SchoolHoliday
from spaces.periods import Period, midnight

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FULL_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
SHORT_DATE = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
MOST_DAYS = 100
WEEK_OF_DAY = re.compile(r"[((][月火水木金土日祝・]+[))]")


def read_days(text: str, today: date) -> Iterator[date]:
    """Read days from a list such as 「12/5、12月12日(土)」; a day without a year is the next one to come.

    Raises ValueError with the piece that is no day.
    """
    plain = WEEK_OF_DAY.sub("", normalize("NFKC", text))
    for piece in re.split(r"[\s,、;]+", plain):
        if piece:
            yield _read_day(piece, today)


def _read_day(piece: str, today: date) -> date:
    try:
        if found := FULL_DATE.fullmatch(piece):
            return date(*(int(part) for part in found.groups()))
        if found := SHORT_DATE.fullmatch(piece):
            month, day = (int(part) for part in found.groups())
            this_year = date(today.year, month, day)
            return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError as error:
        raise ValueError(piece) from error
    raise ValueError(piece)


class TimeForm(forms.Form):
    """One day with its hours; 25:30 belongs to the day that began."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = ClockField(label=_("From"), help_text=_("For example 10:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and end <= start:
            self.add_error("end", ValidationError(_("The end must be after the start."), code="order"))
        return data

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over already."), code="past")
        return day

    def on(self, day: date) -> Period:
        """The hours of the form on any day; the form must be valid."""
        start, end = (timedelta(minutes=self.cleaned_data[name]) for name in ("start", "end"))
        return Period(midnight(day) + start, midnight(day) + end)

    @property
    def period(self) -> Period:
        return self.on(self.cleaned_data["day"])


class MoveForm(TimeForm):
    """Another time for one date, and why."""

    note = forms.CharField(label=_("Why, for those who meant to come"), max_length=200, required=False)


class DatesForm(TimeForm):
    """The first day, and how it goes on."""

    class Repeats:
        ONCE, WEEKLY, BIWEEKLY, MONTHLY = "once", "weekly", "biweekly", "monthly"

    REPEATS = [
        (Repeats.ONCE, _("Only on this day, and the days listed below")),
        (Repeats.WEEKLY, _("Every week on this weekday")),
        (Repeats.BIWEEKLY, _("Every other week on this weekday")),
        (Repeats.MONTHLY, _("Every month on this week’s weekday, such as the second Saturday")),
    ]
    repeats = forms.ChoiceField(
        label=_("How often"), choices=REPEATS, initial=Repeats.ONCE, widget=forms.RadioSelect, required=False
    )
    until = forms.DateField(
        label=_("Until which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    skip_holidays = forms.BooleanField(label=_("Not on national holidays"), required=False)
    skip_school_holidays = forms.BooleanField(label=_("Not in the school holidays"), required=False)
    more_days = forms.CharField(
        label=_("Further days at the same hours"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: 12/5, 12/19, 1/16"),
    )
    field_order = ["day", "start", "end", "repeats", "until"]

    def clean_more_days(self) -> list[date]:
        try:
            days = list(read_days(self.cleaned_data["more_days"], timezone.localdate()))
        except ValueError as wrong:
            message = _("“%(text)s” is not a day we can read. Please write it like 12/5.")
            raise ValidationError(message, code="day", params={"text": str(wrong)[:40]}) from wrong
        if len(days) > MOST_DAYS:
            raise ValidationError(_("Please list fewer days at a time."), code="too_many")
        if any(day < timezone.localdate() for day in days):
            raise ValidationError(_("A day of this list is over already."), code="past")
        return days

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("repeats") not in ("", None, self.Repeats.ONCE) and "until" in data:
            if not data["until"]:
                self.add_error("until", ValidationError(_("Please say until which day."), code="required"))
            elif data.get("day") and data["until"] < data["day"]:
                self.add_error("until", ValidationError(_("The last day must be after the first."), code="order"))
        return data

    @property
    def periods(self) -> list[Period]:
        """The days given one by one."""
        days = [] if self.recurrence else [self.cleaned_data["day"]]
        return [self.on(day) for day in [*days, *self.cleaned_data["more_days"]]]

    @property
    def recurrence(self) -> Recurrence | None:
        """The rule, if it goes on by one."""
        data, first = self.cleaned_data, self.cleaned_data["day"]
        rules = {
            self.Repeats.WEEKLY: "FREQ=WEEKLY",
            self.Repeats.BIWEEKLY: "FREQ=WEEKLY;INTERVAL=2",
            self.Repeats.MONTHLY: f"FREQ=MONTHLY;BYDAY={_week_of(first)}{DAYS[first.weekday()]}",
        }
        if data["repeats"] not in rules:
            return None
        return Recurrence(
            starts_at=self.period.start,
            length=self.period.length,
            rule=f"{rules[data['repeats']]};UNTIL={data['until']:%Y%m%d}T235959",
            skip_holidays=data["skip_holidays"],
            skip_school_holidays=data["skip_school_holidays"],
            school_holidays=tuple(SchoolHoliday.objects.values_list("starts_on", "ends_on")),
        )


def _week_of(day: date) -> int:
    """Say which of its weekday in the month a day is; the fifth is the last."""
    number = (day.day - 1) // 7 + 1
    return -1 if number == 5 else number
