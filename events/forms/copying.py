"""Which of the proposed dates are taken."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.periods import Period


class SameAgainForm(forms.Form):
    """The proposed dates, each to be ticked off."""

    starts = forms.MultipleChoiceField(
        label=_("Dates"), error_messages={"required": _("Please keep at least one date.")}
    )

    def __init__(self, *args: Any, periods: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {period.start.isoformat(): period for period in periods}
        field = cast(forms.MultipleChoiceField, self.fields["starts"])
        field.choices = [(start, start) for start in self.offered]

    @property
    def periods(self) -> list[Period]:
        return [self.offered[start] for start in self.cleaned_data["starts"]]
