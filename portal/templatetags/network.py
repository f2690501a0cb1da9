"""The network in words and figures."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from organizations.models import Organization
from organizations.templatetags.words import long_day_words
from portal.services.ties import KINDS, Tie

register = template.Library()
LONGEST = 14  # letters of a name that fit beside the circle


@register.filter
def plain(number: float) -> str:
    """Write a number as a drawing wants it, whatever the language."""
    return f"{number:g}"


@register.filter
def name_at(names: Mapping[int, Organization], key: int) -> str:
    """Give a group's name, as long as there is room for."""
    name = names[key].name
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


@register.simple_tag
def tie_headers() -> list[str]:
    return [_("One"), _("The other"), _("How"), _("Last")]


@register.simple_tag
def tie_rows(ties: list[Tie]) -> list[list[str]]:
    """Say each tie in words."""
    return [[tie.one.name, tie.other.name, _how(tie), long_day_words(tie.last)] for tie in ties]


def _how(tie: Tie) -> str:
    said = (f"{KINDS[kind]}{f' ×{number}' if number > 1 else ''}" for kind, number in tie.kinds.items())
    return _("·").join(said)
