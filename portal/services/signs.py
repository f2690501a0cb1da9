"""Signs of life of the groups, gathered from all floors each night; what they mean is for people to say."""

from datetime import date, datetime, time

from django.db.models import Max, QuerySet
from django.utils import timezone

from events.models import Event, Host, Occurrence
from organizations.models import Evidence
from organizations.services import evidence
from spaces.models import Booking


def gather(*, day: date) -> None:
    """Keep each group's latest event and latest use of a place, and which mails came back."""
    end = timezone.make_aware(datetime.combine(day, time.max))
    held = Occurrence.objects.filter(
        event__status=Event.Status.PUBLISHED,
        event__hosts__role__in=(Host.Role.LEAD, Host.Role.CO_HOST),
        status=Occurrence.Status.SCHEDULED,
        starts_at__lte=end,
    )
    evidence.keep_latest(kind=Evidence.Kind.EVENT_POSTED, seen=_latest(held, "event__hosts__organization"))
    used = Booking.objects.filter(status=Booking.Status.DONE, organization__isnull=False)
    evidence.keep_latest(kind=Evidence.Kind.PLACE_USED, seen=_latest(used, "organization"))
    evidence.note_bounces(day=day)


def _latest(rows: QuerySet[Occurrence] | QuerySet[Booking], owner: str) -> dict[int, date]:
    """Give each organization's latest day."""
    found = rows.order_by().values_list(owner).annotate(latest=Max("starts_at"))
    return {organization: timezone.localdate(latest) for organization, latest in found}
