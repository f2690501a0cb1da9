"""Many dates asked for together: what can be had is booked, the rest is named and may wait."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from spaces import notifications
from spaces.models import Booking, BookingSeries, Space
from spaces.periods import Period
from spaces.services.charges import charge
from spaces.services.demand import note_refused
from spaces.services.holding import granted, lock_parts, move, new_booking, occupy
from spaces.services.line import now_free
from spaces.services.rules import Guest, Use, judge, refusal

MOST_DATES = 60


def check_number(periods: list[Period]) -> None:
    """Raises ValidationError (code: too_many_dates)."""
    if len(periods) > MOST_DATES:
        message = _("At most %(count)d dates at a time, please.")
        raise ValidationError(message, code="too_many_dates", params={"count": MOST_DATES})


@transaction.atomic
def request_series(
    *, space: Space, periods: Iterable[Period], guest: Guest, use: Use, wait: bool = False, by: User | None
) -> BookingSeries:
    """Book what can be had of ``periods``; the others are kept with their reasons, and those taken wait if asked to.

    Raises ValidationError (code: too_many_dates, none, not_bookable), and SpaceTaken when somebody was quicker.
    """
    wishes = list(periods)
    check_number(wishes)
    parts = lock_parts(space)
    if not parts:
        raise refusal("not_bookable")
    verdicts = judge(space=space, periods=wishes, guest=guest, use=use)
    if not any(no is None or (wait and no.code == "taken") for _period, no in verdicts):
        raise ValidationError(_("None of these dates can be had."), code="none")
    series = BookingSeries.objects.create(refused=[kept_refusal(period, no) for period, no in verdicts if no])
    rows = []
    for period, no in verdicts:
        if no is None or (wait and no.code == "taken"):
            status = Booking.Status.WAITING if no else granted(space)
            rows.append(
                new_booking(space=space, period=period, guest=guest, use=use, status=status, series=series, by=by)
            )
    Booking.objects.bulk_create(rows)
    refused = [(period, no.code or "") for period, no in verdicts if no]
    note_refused(space=space, refused=refused, head_count=use.head_count)
    occupy([row for row in rows if row.status != Booking.Status.WAITING], parts)
    charge(rows, reduction=use.reduction)
    log(rows[0], "spaces.booking.request", user=by, data={"dates": len(rows)})
    notifications.series_requested(series, rows)
    return series


def kept_refusal(period: Period, refused: ValidationError) -> dict[str, object]:
    """Write a refusal down as a code with its number, so that it can be said in any language."""
    number = (refused.params or {}).get("count")
    start, end = period.start.isoformat(), period.end.isoformat()
    return {"starts_at": start, "ends_at": end, "code": refused.code, "count": number}


@transaction.atomic
def cancel_series(*, series: BookingSeries, reason: str = "", now: datetime, by: User | None) -> list[Booking]:
    """Give back every date still to come, in one letter; rooms of events go with their dates.

    Raises ValidationError (code: moved_on) when none is.
    """
    coming = (
        series.bookings.alive()
        .filter(starts_at__gt=now, is_for_event=False)
        .select_related("space")
        .order_by("starts_at")
    )
    for space in Space.objects.filter(bookings__in=coming).distinct().order_by("pk"):
        lock_parts(space)
    rows = [move(booking, Booking.Status.CANCELLED, by, reason=reason) for booking in coming]
    if not rows:
        raise ValidationError(_("None of these dates is still to come."), code="moved_on")
    notifications.series_cancelled(rows)
    for booking in rows:
        now_free(booking)
    return rows
