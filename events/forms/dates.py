"""When an event takes place, as people have it: days of their own, every week, the second Saturday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.forms.days import DaysField, ListField, Sheet, check_days, iso_day, read_days, sheets
from events.forms.rhythm import RhythmForm
from events.models import Occurrence
from events.recurrence import Planned, Recurrence, expand
from organizations.templatetags.words import day_words
from spaces.fields import ClockField
from spaces.periods import TOKYO, Period, midnight
from spaces.services.hours import days_off

LOOK_AHEAD = timedelta(days=400)
SHOWN = 10
CLOCK = ClockField(required=False)
MOST_NIGHTS = 60


def _day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class TimeForm(forms.Form):
    """One day with its hours; 25:30 belongs to the day that began."""

    day = _day_field(label=_("Day"))
    start = ClockField(label=_("From"), help_text=_("For example 10:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and end <= start:
            self.add_error("end", ValidationError(_("The end must be after the start."), code="order"))
        return data

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("This day is over already."), code="past")
        return day

    @property
    def period(self) -> Period:
        return hours_on(self.cleaned_data["day"], self.cleaned_data["start"], self.cleaned_data["end"])


def hours_on(day: date, start: int, end: int) -> Period:
    """Give the time between two minutes of a day."""
    return Period(midnight(day) + timedelta(minutes=start), midnight(day) + timedelta(minutes=end))


def present_hours(row: Occurrence) -> dict[str, Any]:
    """Read a date as a TimeForm shows it."""
    start = row.starts_at.astimezone(TOKYO)
    first = start.hour * 60 + start.minute
    return {
        "day": start.date(),
        "start": first,
        "end": first + int((row.ends_at - row.starts_at).total_seconds() // 60),
    }


class MoveForm(TimeForm):
    """Another time for one date, and why."""

    note = forms.CharField(label=_("Why, for those who meant to come"), max_length=200, required=False)


@dataclass(frozen=True, slots=True)
class Own:
    """What is different on one of the chosen days, as it was typed."""

    day: date
    start: str = ""
    end: str = ""
    place: str = ""

    @property
    def words(self) -> str:
        return str(day_words(self.day))


class DatesForm(TimeForm, RhythmForm):
    """The chosen days with their hours, perhaps some of their own; or how it comes round from a day on."""

    days = DaysField(label=_("On which days"), required=False)
    day = _day_field(label=_("From which day"), required=False)
    start = ClockField(label=_("From"), help_text=_("For example 10:00"), required=False)
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"), required=False)
    whole_day = forms.BooleanField(label=_("All day, without hours"), required=False)
    lasts = forms.IntegerField(
        label=_("How many days it lasts"), required=False, min_value=1, max_value=MOST_NIGHTS, initial=1
    )
    more_days = forms.CharField(
        label=_("Or type the days"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: 12/5, 12/19, 1/16"),
    )
    own_day = ListField(longest=10)
    own_start = ListField(longest=10)
    own_end = ListField(longest=10)
    own_place = ListField(longest=120)
    periods: list[Period]
    is_planned = False

    def clean_more_days(self) -> list[date]:
        try:
            return check_days(list(read_days(self.cleaned_data["more_days"], timezone.localdate())))
        except ValueError as wrong:
            message = _("“%(text)s” is not a day we can read. Please write it like 12/5.")
            raise ValidationError(message, code="day", params={"text": str(wrong)[:40]}) from wrong

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("whole_day"):
            for name in ("start", "end"):
                if name in data and data[name] is None:
                    self.add_error(name, ValidationError(_("Please say the hours."), code="required"))
        if not (self.comes_round or self._single_days() or {"days", "day", "more_days"} & set(self.errors)):
            self.add_error("days", ValidationError(_("Please tap at least one day."), code="required"))
        if self.comes_round:
            self.check_until(self._first())
        if not self.errors:
            self._plan_days()
            self.is_planned = not self.errors
        return data

    def _single_days(self) -> list[date]:
        """List the days given one by one; the day from which a rule begins belongs to the rule."""
        data = self.cleaned_data
        first = [data["day"]] if data.get("day") and not self.comes_round else []
        return sorted({*first, *data.get("days", ()), *data.get("more_days", ())})

    def _first(self) -> date:
        return self.cleaned_data.get("day") or min(self._single_days(), default=timezone.localdate())

    def _plan_days(self) -> None:
        """Give every single day its hours and place, those of its own where it has some."""
        own, self.periods = self._own(), []
        for day in self._single_days():
            try:
                self.periods.append(self._planned(own.get(day, Own(day))))
            except ValidationError as wrong:
                message = _("%(day)s: %(problem)s")
                params = {"day": day_words(day), "problem": wrong.messages[0]}
                self.add_error("days", ValidationError(message, code="own", params=params))

    def _own(self) -> Mapping[date, Own]:
        lists = (self[name].value() or [] for name in ("own_day", "own_start", "own_end", "own_place"))
        rows = ((iso_day(day), map(str, rest)) for day, *rest in zip(*lists, strict=False))
        return {day: Own(day, *rest) for day, rest in rows if day}

    def _planned(self, own: Own) -> Planned:
        start, end = CLOCK.clean(own.start), CLOCK.clean(own.end)
        hours = self._hours(own.day, start, end)
        whole = self.cleaned_data["whole_day"] and start is None
        return Planned(hours.start, hours.end, is_all_day=whole, place_name=own.place.strip())

    def _hours(self, day: date, start: int | None = None, end: int | None = None) -> Period:
        """Give the hours of one day: its own, or those of all, over as many days as it lasts."""
        data, nights = self.cleaned_data, timedelta(days=(self.cleaned_data["lasts"] or 1) - 1)
        if data["whole_day"] and start is None:
            return Period(midnight(day), midnight(day + timedelta(days=1)) + nights)
        first = data["start"] if start is None else start
        last = data["end"] if end is None else end
        if first is None or last is None or (last <= first and not nights):
            raise ValidationError(_("The end must be after the start."), code="order")
        hours = hours_on(day, first, last)
        return Period(hours.start, hours.end + nights)

    @property
    def recurrence(self) -> Recurrence | None:
        """The rule, if it goes on by one."""
        if not self.comes_round:
            return None
        data, hours, off = self.cleaned_data, self._hours(self._first()), days_off()
        return Recurrence(
            starts_at=hours.start,
            length=hours.length,
            rule=self.rule_from(hours.start.date()),
            skip_holidays=data["skip_holidays"],
            skip_school_holidays=data["skip_school_holidays"],
            is_all_day=data["whole_day"],
            closing_days=off.closing,
            school_holidays=off.school,
        )

    @cached_property
    def sheets(self) -> list[Sheet]:
        return sheets(self._ticked())

    @property
    def is_far(self) -> bool:
        """Whether a day is ticked that lies behind the first two sheets."""
        return any(sheet.chosen for sheet in self.sheets[2:])

    def _ticked(self) -> set[date]:
        """Find the days that are ticked on the page, even where something else is wrong."""
        return {day for day in map(iso_day, self["days"].value() or []) if day}

    @property
    def rows(self) -> list[Own]:
        """The chosen days with what was typed for each, to be shown below the sheets."""
        known = self._own()
        return [known.get(day, Own(day)) for day in sorted(self._ticked())]

    @property
    def has_own(self) -> bool:
        return any(own.start or own.end or own.place for own in self.rows)

    @property
    def ahead(self) -> list[Period]:
        """The next dates, as they would be written down."""
        if not (self.is_valid() and self.is_planned):
            return []
        rule, until = self.recurrence, timezone.now() + LOOK_AHEAD
        coming = expand(rule, after=rule.starts_at, until=until) if rule else []
        return sorted([*coming, *self.periods], key=lambda period: period.start)[:SHOWN]
