"""Which weeks to look at: a month, a year, a fiscal year."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.templatetags.words import fiscal_year_words, month_words

YEARS = range(2000, 2101)
MONTH, YEAR, FISCAL = "month", "year", "fiscal"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from ``first`` to ``last``, both included, that make a month, a year or a fiscal year."""

    span: str
    first: date
    last: date

    def __str__(self) -> str:
        if self.span == MONTH:
            return month_words(self.first)
        return fiscal_year_words(self.first.year) if self.span == FISCAL else _("%(year)s") % {"year": self.first.year}

    @property
    def query(self) -> str:
        return urlencode({"span": self.span, "month": f"{self.first:%Y-%m}"})

    @property
    def before(self) -> "Stretch":
        return stretch_around(self.first - timedelta(days=1), self.span)

    @property
    def after(self) -> "Stretch | None":
        """What follows, unless it lies wholly in years to come."""
        following = stretch_around(self.last + timedelta(days=1), self.span)
        return following if following.first <= timezone.localdate() + timedelta(days=400) else None


def stretch_around(day: date, span: str) -> Stretch:
    """Give the month, year or fiscal year that ``day`` lies in."""
    first = day.replace(day=1)
    if span == YEAR:
        first = first.replace(month=1)
    elif span == FISCAL:
        first = first.replace(year=day.year - (day.month < 4), month=4)
    days = 32 if span == MONTH else 366
    return Stretch(span, first, (first + timedelta(days=days)).replace(day=1) - timedelta(days=1))


class StretchForm(forms.Form):
    """Without a choice, or with nonsense, this month."""

    span = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        choices=[
            (MONTH, gettext_lazy("One month")),
            (YEAR, gettext_lazy("One year")),
            (FISCAL, gettext_lazy("Fiscal year (April to March)")),
        ],
    )
    month = forms.DateField(
        label=gettext_lazy("Any month of it"),
        input_formats=["%Y-%m"],
        required=False,
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month", "placeholder": "2026-04"}),
    )

    @property
    def stretch(self) -> Stretch:
        data = self.cleaned_data if self.is_valid() else {}
        day: date = data.get("month") or timezone.localdate()
        return stretch_around(day if day.year in YEARS else timezone.localdate(), data.get("span") or MONTH)

    def showing(self) -> "StretchForm":
        """The form as it stands above what it chose."""
        chosen = self.stretch
        return StretchForm(initial={"span": chosen.span, "month": chosen.first})
