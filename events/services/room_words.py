"""Why a date has no room, in the reader's language."""

from django.utils.translation import gettext as _

from events.models import Occurrence
from spaces.services.rules import refusal_words


def room_words(occurrence: Occurrence) -> str:
    """Say why a date has no room; a reason we have no words for is only said to be one."""
    said = refusal_words(occurrence.room_problem, occurrence.room_problem_number)
    return said or _("It cannot be had at this time.")
