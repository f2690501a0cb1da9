"""Groups that nobody has heard of for a while: no date, no room, no word of their own, no introduction."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from events.models import Host
from organizations.models import Attestation, Introduction, Organization
from spaces.models import Booking

QUIET_DAYS = 180
CITY_HALL = (Organization.Kind.DEPARTMENT, Organization.Kind.AGENCY, Organization.Kind.INSTITUTION)


def in_network() -> QuerySet[Organization]:
    """The groups and people the network is made of; the city's own offices are not among them."""
    return Organization.objects.filter(status__in=Organization.LISTED).exclude(kind__in=CITY_HALL)


def gone_quiet(today: date, days: int = QUIET_DAYS) -> QuerySet[Organization]:
    """Those that have left no sign for so many days, and are known for longer."""
    day = today - timedelta(days=days)
    moment = timezone.make_aware(datetime.combine(day, time()))
    mine = OuterRef("pk")
    signs = (
        Host.objects.filter(organization=mine, event__occurrences__starts_at__gte=moment),
        Booking.objects.filter(organization=mine, starts_at__gte=moment),
        Attestation.objects.filter(organization=mine, attested_on__gte=day),
        Introduction.objects.filter(asking=mine, updated_at__gte=moment),
        Introduction.objects.filter(answering=mine, updated_at__gte=moment),
    )
    rows = in_network().filter(created_at__lt=moment)
    for sign in signs:
        rows = rows.exclude(Exists(sign))
    return rows
