"""Says in words why something was found."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

REASONS = {
    "age": _("The ages fit"),
    "weekday": _("The day of the week fits"),
    "month": _("It is in that month"),
    "daypart": _("The time of day fits"),
    "district": _("It is in that district"),
    "indoor": _("It fits the weather"),
    "kind": _("It is what you look for"),
    "free": _("Free of charge"),
}
ABOUT = _("About “%(word)s”")


@register.filter
def why(reason: tuple[str, str]) -> str:
    """Say one reason: a code, and for "word" what it is about."""
    code, word = reason
    return str(ABOUT % {"word": word} if code == "word" else REASONS[code])
