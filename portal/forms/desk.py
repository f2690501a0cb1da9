"""What somebody wants to see of her desk, and the name she keeps it under."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _


class ShownForm(forms.Form):
    """Which headings, and whether only what is late; what is not known is left aside."""

    only = forms.MultipleChoiceField(required=False)
    late = forms.BooleanField(required=False)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes

    @property
    def asked(self) -> dict[str, Any]:
        data: Any = self.data
        said = data.getlist("only") if hasattr(data, "getlist") else data.get("only", [])
        return {"only": [code for code in self.codes if code in said], "late": data.get("late") == "1"}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked["only"] or self.asked["late"])

    def query(self) -> str:
        return _query(**self.asked)

    def query_with(self, code: str) -> str:
        """The same question with one heading more, or without it."""
        only = self.asked["only"]
        changed = [one for one in only if one != code] if code in only else [*only, code]
        return _query(only=changed, late=self.asked["late"])

    def query_with_late(self) -> str:
        return _query(only=self.asked["only"], late=not self.asked["late"])


def _query(*, only: list[str], late: bool) -> str:
    return urlencode([*(("only", code) for code in only), *([("late", "1")] if late else [])])


class ViewForm(forms.Form):
    """A name for what the desk shows just now."""

    name = forms.CharField(label=_("Keep this view as"), max_length=40)
    query = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
