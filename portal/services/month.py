"""What happened in the network in one month: figures that are counted, never typed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import EmptySearch, Occurrence
from organizations.models import (
    Attestation,
    Enrolment,
    ExchangeStatus,
    Introduction,
    Need,
    Offer,
    Organization,
    Project,
)
from portal.services.quiet import in_network
from spaces.models import Booking, Unmet, Visit

USED = (Booking.Status.CONFIRMED, Booking.Status.DONE)
WORKED = (Introduction.Outcome.DONE, Introduction.Outcome.PARTLY)
Words = str | Promise
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Part:
    """One heading of the report, with its lines: what, and how many."""

    title: Words
    lines: list[tuple[Words, int]]


def month_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of the month a day lies in."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def report(first: date, last: date) -> list[Part]:
    """Count a month, part by part, in a fixed number of queries."""
    span = (_start(first), _start(last + timedelta(days=1)))
    days = (first, last)
    return [_groups(days, span), _exchange(span), _introductions(span), _places(days, span), _together(span)]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _in(name: str, span: Span) -> Q:
    """Those whose moment lies in the month, its end left out."""
    return Q(**{f"{name}__gte": span[0], f"{name}__lt": span[1]})


def _groups(days: tuple[date, date], span: Span) -> Part:
    confirmed = Attestation.objects.filter(attested_on__range=days).values("organization").distinct()
    decided = Enrolment.objects.filter(_in("decided_at", span), status=Enrolment.Status.APPROVED)
    lines: list[tuple[Words, int]] = [
        (_("Groups and people in the network"), in_network().count()),
        (_("of them new"), Organization.objects.filter(_in("created_at", span)).count()),
        (_("whose page was confirmed"), confirmed.count()),
        (_("registrations approved"), decided.count()),
    ]
    return Part(_("Groups"), lines)


def _exchange(span: Span) -> Part:
    ended = Need.objects.filter(_in("updated_at", span))
    met = ended.filter(status__in=(ExchangeStatus.MET, ExchangeStatus.PARTLY_MET))
    lines: list[tuple[Words, int]] = [
        (_("needs opened"), Need.objects.filter(_in("opened_at", span)).count()),
        (_("offers opened"), Offer.objects.filter(_in("opened_at", span)).count()),
        (_("needs met, wholly or in part"), met.count()),
        (_("needs not met"), ended.filter(status=ExchangeStatus.UNMET).count()),
    ]
    return Part(_("Needs and offers"), lines)


def _introductions(span: Span) -> Part:
    settled = Introduction.objects.filter(_in("updated_at", span), status=Introduction.Status.SETTLED)
    lines: list[tuple[Words, int]] = [
        (_("introductions proposed"), Introduction.objects.filter(_in("asked_at", span)).count()),
        (_("both said yes"), Introduction.objects.filter(_in("opened_at", span)).count()),
        (_("worked out, wholly or in part"), settled.filter(outcome__in=WORKED).count()),
        (_("came to nothing"), settled.exclude(outcome__in=WORKED).count()),
    ]
    return Part(_("Introductions"), lines)


def _places(days: tuple[date, date], span: Span) -> Part:
    used = Booking.objects.filter(_in("starts_at", span), status__in=USED)
    lines: list[tuple[Words, int]] = [
        (_("families that dropped in"), Visit.objects.between(*days).filter(way=Visit.Way.IN).count()),
        (_("rooms used"), used.count()),
        (
            _("groups that used a room"),
            used.filter(organization__isnull=False).values("organization").distinct().count(),
        ),
        (_("wishes for a room in vain"), _sum(Unmet.objects.noted_between(*days))),
    ]
    return Part(_("Places"), lines)


def _together(span: Span) -> Part:
    days = (timezone.localdate(span[0]), timezone.localdate(span[1]) - timedelta(days=1))
    held = Occurrence.objects.filter(_in("starts_at", span), is_public=True, status=Occurrence.Status.SCHEDULED)
    lines: list[tuple[Words, int]] = [
        (_("dates of events"), held.count()),
        (_("searches for events in vain"), _sum(EmptySearch.objects.noted_between(*days))),
        (_("projects begun"), Project.objects.filter(_in("created_at", span)).count()),
    ]
    return Part(_("Events and projects"), lines)


def _sum(rows: Any) -> int:
    return rows.aggregate(n=Sum("times"))["n"] or 0
