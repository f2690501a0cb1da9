"""How an event comes round, as one says it: every week, every other, on the second and fourth Saturday."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.recurrence.rules import WEEKDAYS

WEEKS = [
    (1, pgettext_lazy("weekday of a month", "1st")),
    (2, pgettext_lazy("weekday of a month", "2nd")),
    (3, pgettext_lazy("weekday of a month", "3rd")),
    (4, pgettext_lazy("weekday of a month", "4th")),
    (-1, pgettext_lazy("weekday of a month", "last")),
]


class RhythmForm(forms.Form):
    """The questions about a rule; without an answer there is none."""

    class Repeats:
        ONCE, WEEKLY, BIWEEKLY, MONTHLY = "once", "weekly", "biweekly", "monthly"

    REPEATS = [
        (Repeats.ONCE, _("Only on the chosen days")),
        (Repeats.WEEKLY, _("Every week")),
        (Repeats.BIWEEKLY, _("Every other week")),
        (Repeats.MONTHLY, _("Every month in the weeks below, such as the second and fourth Saturday")),
    ]
    repeats = forms.ChoiceField(
        label=_("How often"), choices=REPEATS, initial=Repeats.ONCE, widget=forms.RadioSelect, required=False
    )
    weeks = forms.TypedMultipleChoiceField(
        label=_("In which weeks of the month"),
        choices=WEEKS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays"),
        choices=list(WEEKDAYS_ABBR.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice it is the weekday of the first day."),
    )
    until = forms.DateField(
        label=_("Until which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if it simply goes on."),
    )
    skip_holidays = forms.BooleanField(label=_("Not on national holidays and the city’s closing days"), required=False)
    skip_school_holidays = forms.BooleanField(label=_("Not in the school holidays"), required=False)

    @property
    def comes_round(self) -> bool:
        """Whether a rule is asked for."""
        return self["repeats"].value() not in ("", None, self.Repeats.ONCE)

    def check_until(self, first: date) -> None:
        until: Any = self.cleaned_data.get("until")
        if until and until < first:
            self.add_error("until", ValidationError(_("The last day must be after the first."), code="order"))

    def rule_from(self, first: date, *, name_days: bool = False) -> str:
        """Write the rule that begins on ``first``, its weekday by name if asked; the form must be valid."""
        data = self.cleaned_data
        default = [first.weekday()] if name_days else []
        days = [WEEKDAYS[number] for number in sorted(data["weekdays"] or default)]
        parts = {
            self.Repeats.WEEKLY: ["FREQ=WEEKLY"],
            self.Repeats.BIWEEKLY: ["FREQ=WEEKLY", "INTERVAL=2"],
            self.Repeats.MONTHLY: ["FREQ=MONTHLY"],
        }[data["repeats"]]
        if data["repeats"] == self.Repeats.MONTHLY:
            weeks = sorted(data["weeks"], key=lambda week: week % 10) or [_week_of(first)]
            days = [f"{week}{day}" for day in days or [WEEKDAYS[first.weekday()]] for week in weeks]
        if days:
            parts = [*parts, f"BYDAY={','.join(days)}"]
        if data["until"]:
            parts = [*parts, f"UNTIL={data['until']:%Y%m%d}T235959"]
        return ";".join(parts)


def _week_of(day: date) -> int:
    """Say which of its weekday in the month a day is; the fifth is the last."""
    number = (day.day - 1) // 7 + 1
    return -1 if number == 5 else number
