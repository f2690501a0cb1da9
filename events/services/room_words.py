"""Why a date has no room, in the reader's language."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from events.models import Occurrence

ROOMS: dict[str, Callable[[], str]] = {
    "taken": lambda: _("Somebody else has it at this time."),
    "closed": lambda: _("It is closed at this time."),
    "past": lambda: _("This time is over already."),
    "not_bookable": lambda: _("It cannot be booked here."),
    "groups_only": lambda: _("It is lent to groups only."),
    "too_many": lambda: _("It holds up to %(count)d people."),
    "too_short": lambda: _("It is lent for at least %(count)d minutes."),
    "too_long": lambda: _("It is lent for at most %(count)d minutes."),
    "raster": lambda: _("It is lent from every full %(count)d minutes on."),
    "too_early": lambda: _("It can be booked from %(count)d days before."),
    "too_late": lambda: _("It can be booked online up to %(count)d hours before; please telephone."),
}


def room_words(occurrence: Occurrence) -> str:
    """Say why a date has no room; a reason we have no words for is only said to be one."""
    say = ROOMS.get(occurrence.room_problem)
    if say is None:
        return _("It cannot be had at this time.")
    return say() % {"count": occurrence.room_problem_number or 0}
