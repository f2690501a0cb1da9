"""Two days and two hours before, each family is reminded, each time once."""

from datetime import datetime, timedelta

from django.db import transaction

from events import notifications
from events.models import Occurrence, Registration

DAYS = timedelta(days=2)
HOURS = timedelta(hours=2)
AT_MOST = 500


def remind_due(*, now: datetime) -> int:
    """Write the reminders that are due; return how many. Nobody is rung two hours before, nor told twice."""
    return _remind(now, ahead=DAYS, number=1) + _remind(now, ahead=HOURS, number=2)


def _remind(now: datetime, *, ahead: timedelta, number: int) -> int:
    """Take those not reminded ``number`` times; who registered within ``ahead`` of the beginning knows it well."""
    coming = Occurrence.objects.starting_within(now, now + ahead).taking_place()
    rows = Registration.objects.coming().filter(reminded__lt=number, occurrence__in=coming.values("pk"))
    rows = rows.select_related("occurrence__event", "occurrence__space__facility").order_by("pk")
    return sum(_remind_one(row, ahead, number) for row in rows[:AT_MOST])


@transaction.atomic
def _remind_one(registration: Registration, ahead: timedelta, number: int) -> bool:
    free = Registration.objects.filter(pk=registration.pk, reminded__lt=number)
    if not free.update(reminded=number):
        return False
    known = registration.created_at > registration.occurrence.starts_at - ahead
    nobody_rings = number > 1 and not registration.email
    if known or nobody_rings:
        return False
    notifications.remind(registration, days=number == 1)
    return True
