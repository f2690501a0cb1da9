"""The coordinators' two lists of events: to be looked at before they show, and afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from events.models import Event, Host, Look
from events.services.duplicates import Double, doubles_of
from events.services.looks import Change, changes_of, with_all_to_see
from organizations.models import Organization

GOOD_POSTS = 3  # so many published events let us propose that a group publishes at once
MOST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An event to look at, whose it is, what changed since the last look, and what it may be a double of."""

    event: Event
    lead: Organization
    look: Look | None
    changes: list[Change]
    doubles: list[Double]
    good_posts: int = 0

    @property
    def may_be_trusted(self) -> bool:
        return self.good_posts >= GOOD_POSTS and not self.lead.publishes_at_once


def waiting_rows() -> list[Row]:
    """List what was handed in, the oldest first."""
    rows = Event.objects.filter(status=Event.Status.REVIEW).order_by("updated_at", "pk")
    events = with_all_to_see(rows.select_related("look")[:MOST])
    doubles, leads = doubles_of(events, among=Event.objects.all()), _leads(events)
    good = _good_posts(leads.values())
    return [_row(event, leads[event.pk], doubles[event.pk], good.get(leads[event.pk].pk, 0)) for event in events]


def shown_rows() -> list[Row]:
    """List what has come or changed on the public pages since somebody looked, the latest first."""
    rows = Event.objects.filter(status=Event.Status.PUBLISHED, look__is_due=True).order_by("-look__changed_at", "-pk")
    events = with_all_to_see(rows.select_related("look")[:MOST])
    leads = _leads(events)
    return [_row(event, leads[event.pk], [], 0) for event in events]


def _row(event: Event, lead: Organization, doubles: list[Double], good_posts: int) -> Row:
    look = getattr(event, "look", None)
    return Row(event, lead, look, changes_of(event, look), doubles, good_posts)


def _leads(events: Sequence[Event]) -> dict[int, Organization]:
    rows = Host.objects.filter(event__in=events, role=Host.Role.LEAD).select_related("organization")
    return {host.event_id: host.organization for host in rows}


def _good_posts(groups: Iterable[Organization]) -> dict[int, int]:
    """Count the events of each group that have been public."""
    rows = Host.objects.filter(role=Host.Role.LEAD, organization__in=list(groups), event__published_at__isnull=False)
    return dict(rows.values_list("organization").annotate(Count("event")))
