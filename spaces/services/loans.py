"""Lending things: asked for, confirmed, fetched, brought back. Never more are lent than there are on any day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from organizations.services.content_versions import bump
from organizations.services.moves import move
from spaces import notifications
from spaces.models import Booking, Facility, Loan, LoanDay, Thing
from spaces.services.holding import KEPT_DAYS
from spaces.services.places import free_slug, reading_of
from spaces.services.rules import Guest

REFUSALS = {
    "order": _("The last day cannot be before the first."),
    "past": _("This day is over already."),
    "too_early": _("Loans open %(count)d days ahead."),
    "too_long": _("Please borrow it for at most %(count)d days."),
    "too_many": _("There are %(count)d of them in all."),
    "groups_only": _("This is lent to groups only."),
    "taken": _("On these days only %(count)d are left."),
}


def refusal(code: str, count: int | None = None) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params={"count": count})


def left_on(thing: Thing, *, first: date, last: date) -> dict[date, int]:
    """Say of each day, both included, how many can still be had."""
    taken = taken_pieces(thing, first=first, last=last)
    return {day: max(thing.count - len(taken[day]), 0) for day in _days(first, last)}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@transaction.atomic
def request_loan(
    *,
    thing: Thing,
    first: date,
    last: date,
    count: int,
    guest: Guest,
    purpose: str = "",
    booking: Booking | None = None,
    by: User | None,
) -> Loan:
    """Ask for so many of a thing from ``first`` to ``last``, both included; confirmed where staff need not look.

    Raises ValidationError (code: order, past, too_early, too_long, too_many, groups_only, taken).
    """
    thing = _locked(thing)
    _check(thing, first, last, count, guest)
    loan = _made(thing, guest, first, last)
    loan.count, loan.purpose, loan.booking, loan.entered_by = count, purpose, booking, by
    loan.save()
    _hold(loan)
    log(loan, "spaces.loan.request", user=by)
    notifications.loan_requested(loan)
    return loan


def _made(thing: Thing, guest: Guest, first: date, last: date) -> Loan:
    return Loan(
        thing=thing,
        first_on=first,
        last_on=last,
        organization=guest.organization,
        person=guest.person,
        name=guest.name,
        email=guest.email,
        phone=guest.phone,
        on_behalf_of=guest.on_behalf_of,
        channel=guest.channel,
        language=guest.language,
        status=Loan.Status.REQUESTED if thing.needs_approval else Loan.Status.CONFIRMED,
        delete_after=last + timedelta(days=KEPT_DAYS),
    )


def _locked(thing: Thing) -> Thing:
    """Take the thing, so that two who ask for it are answered one after the other."""
    return Thing.objects.select_for_update(of=("self",)).select_related("facility").get(pk=thing.pk)


def _check(thing: Thing, first: date, last: date, count: int, guest: Guest) -> None:
    today = timezone.localdate()
    if last < first:
        raise refusal("order")
    if first < today:
        raise refusal("past")
    if first > today + timedelta(days=thing.opens_days_ahead):
        raise refusal("too_early", thing.opens_days_ahead)
    if (last - first).days >= thing.max_days:
        raise refusal("too_long", thing.max_days)
    if count > thing.count:
        raise refusal("too_many", thing.count)
    if guest.organization is None and not thing.individuals_welcome:
        raise refusal("groups_only")


def taken_pieces(thing: Thing, *, first: date, last: date) -> dict[date, set[int]]:
    """List the numbers of the pieces that others hold on each day."""
    taken: dict[date, set[int]] = defaultdict(set)
    held = LoanDay.objects.filter(thing=thing, holds=True, day__range=(first, last))
    for day, number in held.values_list("day", "number"):
        taken[day].add(number)
    return taken


def _hold(loan: Loan) -> None:
    """Give the loan its pieces day by day. Raises ValidationError (code: taken) with how many are left."""
    thing = loan.thing
    days = _days(loan.first_on, loan.last_on)
    taken = taken_pieces(thing, first=days[0], last=days[-1])
    free = {day: [n for n in range(1, thing.count + 1) if n not in taken[day]] for day in days}
    left = min(len(numbers) for numbers in free.values())
    if left < loan.count:
        raise refusal("taken", left)
    pieces = ((day, number) for day in days for number in free[day][: loan.count])
    rows = [LoanDay(loan=loan, thing=thing, day=day, number=number, out_of=thing.count) for day, number in pieces]
    try:
        with transaction.atomic():
            LoanDay.objects.bulk_create(rows)
    except IntegrityError as error:
        raise refusal("taken", 0) from error


@transaction.atomic
def confirm_loan(*, loan: Loan, by: User) -> Loan:
    """Say yes. Raises ValidationError (code: moved_on)."""
    loan = move(loan, Loan.Status.CONFIRMED, action="spaces.loan.confirmed", by=by)
    notifications.loan_confirmed(loan)
    return loan


@transaction.atomic
def decline_loan(*, loan: Loan, reason: str, by: User) -> Loan:
    """Say no with a reason. Raises ValidationError (code: reason, moved_on)."""
    if not reason.strip():
        raise ValidationError(_("Please give a reason; the group will read it."), code="reason")
    loan = move(loan, Loan.Status.DECLINED, action="spaces.loan.declined", by=by, reason=reason)
    _let_go(loan)
    notifications.loan_declined(loan)
    return loan


@transaction.atomic
def cancel_loan(*, loan: Loan, reason: str = "", by: User | None) -> Loan:
    """Do without it after all. Raises ValidationError (code: moved_on) once it has been fetched."""
    loan = move(loan, Loan.Status.CANCELLED, action="spaces.loan.cancelled", by=by, reason=reason)
    _let_go(loan)
    notifications.loan_cancelled(loan)
    return loan


@transaction.atomic
def hand_out(*, loan: Loan, now: datetime, by: User) -> Loan:
    """Tick that it was fetched. Raises ValidationError (code: too_soon, not_back, moved_on)."""
    if timezone.localdate(now) < loan.first_on:
        raise ValidationError(_("It is lent from a later day on."), code="too_soon")
    thing = _locked(loan.thing)
    out = sum(Loan.objects.out().filter(thing=thing).values_list("count", flat=True))
    if out + loan.count > thing.count:
        raise ValidationError(_("Not enough of them are back yet."), code="not_back")
    return move(loan, Loan.Status.OUT, action="spaces.loan.out", by=by, out_at=now)


@transaction.atomic
def take_back(*, loan: Loan, now: datetime, by: User) -> Loan:
    """Tick that it is back; the days left are free for others. Raises ValidationError (code: moved_on)."""
    loan = move(loan, Loan.Status.RETURNED, action="spaces.loan.returned", by=by, returned_at=now)
    loan.days.filter(day__gt=timezone.localdate(now)).update(holds=False)
    return loan


def _let_go(loan: Loan) -> None:
    loan.days.update(holds=False)


def borrow_with(booking: Booking, wishes: Iterable[tuple[Thing, int]], *, guest: Guest, by: User | None) -> None:
    """Ask for things together with a room, for its day; they are confirmed, moved and given up with it.

    Raises ValidationError as request_loan does.
    """
    first, last = _days_of(booking)
    for thing, count in wishes:
        request_loan(
            thing=thing,
            first=first,
            last=last,
            count=count,
            guest=guest,
            purpose=booking.purpose,
            booking=booking,
            by=by,
        )


def _days_of(booking: Booking) -> tuple[date, date]:
    last = booking.ends_at - timedelta(microseconds=1)
    return timezone.localdate(booking.starts_at), timezone.localdate(last)


def confirm_with(booking: Booking, *, by: User | None) -> None:
    """Say yes to what was asked for with a room."""
    for loan in booking.loans.waiting():
        move(loan, Loan.Status.CONFIRMED, action="spaces.loan.confirmed", by=by)


def let_go_with(booking: Booking, *, by: User | None) -> None:
    """Give up what was asked for with a room that is not used after all, but for what has been fetched."""
    for loan in booking.loans.filter(status__in=(Loan.Status.REQUESTED, Loan.Status.CONFIRMED)):
        cancel_loan(loan=loan, by=by)


def move_with(booking: Booking) -> None:
    """Take what was asked for with a room along to its new day. Raises ValidationError (code: taken)."""
    first, last = _days_of(booking)
    for loan in booking.loans.filter(status__in=(Loan.Status.REQUESTED, Loan.Status.CONFIRMED)):
        loan.thing = _locked(loan.thing)
        loan.days.all().delete()
        loan.first_on, loan.last_on = first, last
        loan.save(update_fields=["first_on", "last_on"])
        _hold(loan)


def remind_of_return(*, day: date) -> int:
    """Remind those who bring something back tomorrow, and those who are late; each once. Return how many."""
    due = list(Loan.objects.out().filter(last_on=day + timedelta(days=1)).select_related("thing__facility"))
    late = list(Loan.objects.overdue(day).select_related("thing__facility"))
    for loan in due:
        notifications.loan_due(loan)
    for loan in late:
        notifications.loan_late(loan)
    return len(due) + len(late)


def end_unfetched(*, day: date) -> int:
    """Let loans go that nobody fetched while they ran, and wishes nobody answered in time."""
    rows = Loan.objects.filter(status__in=(Loan.Status.REQUESTED, Loan.Status.CONFIRMED), last_on__lt=day)
    for loan in rows:
        move(loan, Loan.Status.CANCELLED, action="spaces.loan.cancelled", by=None)
        _let_go(loan)
    return len(rows)


@transaction.atomic
def add_thing(*, facility: Facility, facts: Mapping[str, Any], by: User | None) -> Thing:
    """Write down something a facility lends."""
    slug = free_slug(Thing, {"name": facts["name"], "kana": facts.get("kana", "")})
    thing = Thing.objects.create(facility=facility, **{"slug": slug, **facts, "kana": reading_of(facts)})
    log(thing, "wagtail.create", user=by)
    bump("spaces")
    return thing


@transaction.atomic
def edit_thing(*, thing: Thing, facts: Mapping[str, Any], by: User | None) -> Thing:
    """Change what is known of a thing.

    Raises ValidationError (code: fewer) when more are promised on a day to come than there would be.
    """
    known = _locked(thing)
    today = timezone.localdate()
    least = min(left_on(known, first=today, last=today + timedelta(days=366)).values())
    if facts["count"] < known.count - least:
        params = {"count": known.count - least}
        raise ValidationError(_("On some day %(count)d are promised already."), code="fewer", params=params)
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()
    _number_anew(thing)
    log(thing, "wagtail.edit", user=by, data={"fields": sorted(facts)})
    bump("spaces")
    return thing


def _number_anew(thing: Thing) -> None:
    """Let the numbers of the days to come start at one again, so that none is above how many there are."""
    held = LoanDay.objects.filter(thing=thing, holds=True, day__gte=timezone.localdate()).order_by("day", "number")
    number, day = 0, None
    for row in held:
        number, day = (number + 1, day) if row.day == day else (1, row.day)
        LoanDay.objects.filter(pk=row.pk).update(number=number, out_of=thing.count)
