"""Looking for a place."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.models import CharField, Value
from django.utils.translation import gettext_lazy as _

from organizations.models import District
from spaces.fields import ClockField, refuse_backwards
from spaces.models import Activity, Equipment, Facility, Space
from spaces.periods import Period, midnight

USABLE = (("", _("Everything to use")), *Space.Kind.choices)
ELSEWHERE = (Facility.Kind.NURSERY, Facility.Kind.SUPPORT_BASE, Facility.Kind.CHILDRENS_HALL, Facility.Kind.ACTIVITY)


KINDS = (*USABLE, *((kind.value, kind.label) for kind in ELSEWHERE))
FITTINGS = {
    "nursing_room": _("Nursing room"),
    "diaper_table": _("Diaper table"),
    "hot_water": _("Hot water for formula"),
    "stroller": _("Strollers welcome"),
    "step_free": _("Step-free"),
    "has_parking": _("Car park"),
}


def _lists() -> dict[str, dict[str, str]]:
    """The city's own lists of equipment and of things to do, by slug, in one question."""
    names = [Value(name, output_field=CharField()) for name in ("equipment", "activity")]
    equipment = Equipment.objects.values_list(names[0], "slug", "name")
    found: dict[str, dict[str, str]] = {"equipment": {}, "activity": {}}
    for name, slug, label in equipment.union(Activity.objects.values_list(names[1], "slug", "name")).order_by("name"):
        found[name][slug] = label
    return found


class SpaceSearchForm(forms.Form):
    """Words, kind, head count, district, what to do, equipment, what families need, and a time that must be free."""

    fittings, kinds = FITTINGS, KINDS

    q = forms.CharField(label=_("Words to look for"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    people = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=9999)
    district = forms.ModelMultipleChoiceField(
        label=_("District"),
        required=False,
        queryset=District.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    equipment = forms.MultipleChoiceField(label=_("Equipment"), required=False, widget=forms.CheckboxSelectMultiple)
    activity = forms.MultipleChoiceField(
        label=_("What you want to do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fitting = forms.MultipleChoiceField(
        label=_("For families"), required=False, choices=list(FITTINGS.items()), widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    start = ClockField(label=_("From"), required=False)
    end = ClockField(label=_("Until"), required=False)

    open_now = forms.BooleanField(label=_("Open now"), required=False)
    free_now = forms.BooleanField(label=_("Free now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["district"]).queryset = District.objects.by_kana()
        self.named = _lists()
        for name, rows in self.named.items():
            cast(forms.ChoiceField, self.fields[name]).choices = list(rows.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_backwards(self)
        return data

    @property
    def is_open(self) -> bool:
        """Say whether one of the further questions was answered."""
        names = ("day", "district", "activity", "equipment", "fitting")
        return self.is_bound and any(self.cleaned_data.get(name) for name in names)

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
