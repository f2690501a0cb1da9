"""Which gaps are shown, and which one a call is drafted for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.templatetags.words import WEEKDAYS
from spaces.models import Visit

BANDS = [("", _("All ages")), *Visit.Band.choices[1:]]
DAYS = [("", _("Any day")), *WEEKDAYS.items()]


class GapForm(forms.Form):
    """Narrow the map to one age and day; what is not known is left aside."""

    band = forms.ChoiceField(label=_("Age"), choices=BANDS, required=False)
    weekday = forms.ChoiceField(label=_("Weekday"), choices=DAYS, required=False)

    @property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("band", "weekday")}


class KeyForm(GapForm):
    """One gap by its key."""

    theme = forms.SlugField(max_length=40)
    district = forms.SlugField(max_length=20, required=False)
