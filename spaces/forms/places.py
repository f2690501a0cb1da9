"""Looking for a place."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import District
from spaces.fields import ClockField, refuse_backwards
from spaces.models import Equipment, Facility, Space
from spaces.periods import Period, midnight

USABLE = (("", _("Everything to use")), *Space.Kind.choices)
ELSEWHERE = (Facility.Kind.NURSERY, Facility.Kind.SUPPORT_BASE, Facility.Kind.CHILDRENS_HALL, Facility.Kind.ACTIVITY)


class SpaceSearchForm(forms.Form):
    """Words, kind, head count, district, equipment, and a time that must be free."""

    q = forms.CharField(label=_("Words to look for"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[*USABLE, *[(kind.value, kind.label) for kind in ELSEWHERE]]
    )
    people = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=9999)
    district = forms.ModelMultipleChoiceField(
        label=_("District"),
        required=False,
        queryset=District.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    equipment = forms.ModelMultipleChoiceField(
        label=_("Equipment"),
        required=False,
        queryset=Equipment.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    start = ClockField(label=_("From"), required=False)
    end = ClockField(label=_("Until"), required=False)

    open_now = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["district"]).queryset = District.objects.by_kana()
        cast(forms.ModelChoiceField, self.fields["equipment"]).queryset = Equipment.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_backwards(self)
        return data

    @property
    def wants_elsewhere(self) -> bool:
        """Say whether a kind of facility is asked for that is not lent here."""
        return self.cleaned_data.get("kind", "") in ELSEWHERE

    @property
    def period(self) -> Period | None:
        """The time that must be free, once day, start and end are all given."""
        day, start, end = (self.cleaned_data.get(name) for name in ("day", "start", "end"))
        if day is None or start is None or end is None:
            return None
        return Period(midnight(day) + timedelta(minutes=start), midnight(day) + timedelta(minutes=end))
