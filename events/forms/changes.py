"""What is to be different on one date, on it and all later ones, or on all that are to come."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms.dates import hours_on, present_hours
from events.forms.events import SpaceField
from events.forms.rhythm import RhythmForm
from events.models import Occurrence
from events.recurrence import Recurrence
from spaces.fields import ClockField
from spaces.models import Space
from spaces.periods import TOKYO

DAY = 24 * 60
LONG = timedelta(hours=20)
SCOPES = [
    ("this", _("Only this date")),
    ("later", _("This date and all later ones")),
    ("all", _("All dates that are to come")),
]


class ScopeForm(forms.Form):
    """For which dates, and why."""

    scope = forms.ChoiceField(label=_("For which dates"), choices=SCOPES, initial="this", widget=forms.RadioSelect)
    note = forms.CharField(label=_("Why, for those who meant to come"), max_length=200, required=False)

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        self.occurrence = occurrence
        super().__init__(*args, **kwargs)

    @property
    def wishes(self) -> dict[str, Any]:
        """What the service takes; the form must be valid."""
        return {"note": self.cleaned_data["note"]}


class OffForm(ScopeForm):
    """Calling dates off; what nobody has seen yet may be deleted."""

    away = forms.BooleanField(label=_("Delete them: nobody has seen them yet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.occurrence.event.published_at is not None:
            del self.fields["away"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("away") and not data.get("note", "").strip():
            self.add_error("note", ValidationError(_("Please say why, in a few words."), code="required"))
        return data

    @property
    def wishes(self) -> dict[str, Any]:
        away = bool(self.cleaned_data.get("away"))
        return super().wishes | {"away": away, "off": not away}


class ChangeForm(ScopeForm, RhythmForm):
    """Other hours, another place, another number, another rule. What is left as it stands does not change."""

    start = ClockField(label=_("From"))
    end = ClockField(label=_("Until"))
    space = SpaceField(
        label=_("A place of the city"), queryset=Space.objects.none(), required=False, empty_label=_("Another place")
    )
    place_name = forms.CharField(
        label=_("Another place"),
        max_length=120,
        required=False,
        help_text=_("Leave both empty for the place of the event."),
    )
    capacity = forms.IntegerField(
        label=_("Places (people)"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty if everybody fits."),
    )
    field_order = ["start", "end", "space", "place_name", "capacity", "scope", "note"]

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        kwargs["initial"] = _present(occurrence)
        super().__init__(*args, occurrence=occurrence, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["space"])
        field.queryset = Space.objects.listed().select_related("facility").by_kana()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and end + _nights(self.occurrence) * DAY <= start:
            self.add_error("end", ValidationError(_("The end must be after the start."), code="order"))
        if self.comes_round:
            self.check_until(_day(self.occurrence))
        if self.comes_round and data.get("scope") == "this":
            self.add_error("scope", ValidationError(_("A rule is for several dates."), code="scope"))
        if not self.errors and not (self.comes_round or {*self.changed_data} & {"start", "end", *PLACE, "capacity"}):
            raise ValidationError(_("Nothing is different yet."), code="same")
        return data

    @property
    def wishes(self) -> dict[str, Any]:
        """What the service takes; the place as a pair of space and name."""
        data, changed, wishes = self.cleaned_data, set(self.changed_data), super().wishes
        if changed & {"start", "end"}:
            wishes["hours"] = (data["start"], data["end"] + _nights(self.occurrence) * DAY)
        if changed & PLACE:
            wishes["place"] = (None, data["place_name"]) if data["place_name"] else (data["space"], "")
        if "capacity" in changed:
            wishes["capacity"] = data["capacity"] or 0
        if self.comes_round:
            wishes["rule"] = self._rule()
        return wishes

    def _rule(self) -> Recurrence:
        data, first = self.cleaned_data, _day(self.occurrence)
        hours = hours_on(first, data["start"], data["end"] + _nights(self.occurrence) * DAY)
        return Recurrence(
            starts_at=hours.start,
            length=hours.length,
            rule=self.rule_from(hours.start.date(), name_days=True),
            skip_holidays=data["skip_holidays"],
            skip_school_holidays=data["skip_school_holidays"],
            is_all_day=self.occurrence.is_all_day,
        )


PLACE = {"space", "place_name"}


def _present(row: Occurrence) -> dict[str, Any]:
    """Read how the date stands; where it is at the place of the event, that is left empty."""
    hours = present_hours(row)
    return {
        "start": hours["start"],
        "end": hours["end"] - _nights(row) * DAY,
        "space": None if row.space_id == row.event.space_id else row.space_id,
        "place_name": row.place_name,
        "capacity": row.capacity,
    }


def _day(row: Occurrence) -> date:
    return row.starts_at.astimezone(TOKYO).date()


def _nights(row: Occurrence) -> int:
    """Count the nights of a date that lasts several days; a late evening has none."""
    return (row.ends_on - row.held_on).days if row.ends_at - row.starts_at > LONG else 0
