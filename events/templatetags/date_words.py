"""What one must know about a date on the desk."""

from django import template
from django.utils.translation import pgettext_lazy

from events.services.changes import Fate, Step
from events.services.room_words import room_words

register = template.Library()
register.filter(room_words)

FATES = {
    Fate.KEPT: pgettext_lazy("fate of a date", "stays"),
    Fate.CHANGED: pgettext_lazy("fate of a date", "changes"),
    Fate.MOVED: pgettext_lazy("fate of a date", "is moved"),
    Fate.NEW: pgettext_lazy("fate of a date", "new"),
    Fate.CANCELLED: pgettext_lazy("fate of a date", "called off"),
    Fate.DELETED: pgettext_lazy("fate of a date", "deleted"),
    Fate.BLOCKED: pgettext_lazy("fate of a date", "not possible"),
}


@register.filter
def fate_words(step: Step) -> str:
    """Say what becomes of a date."""
    return str(FATES[step.fate])
