"""Who is tied to whom: read from introductions, events, rooms and projects; nobody types it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.db.models import Max
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from events.models import Event, Host
from organizations.models import Introduction, Organization, Partner, Project
from portal.services.quiet import gone_quiet, in_network
from spaces.models import Booking

YEARS = timedelta(days=2 * 365)
MET = "met"
HOSTED = "hosted"
ROOM = "room"
PROJECT = "project"
KINDS: dict[str, Promise] = {
    MET: _("introduced"),
    HOSTED: _("an event together"),
    ROOM: _("the same room on one day"),
    PROJECT: _("a project together"),
}
USED = (Booking.Status.CONFIRMED, Booking.Status.DONE)
Found = tuple[int, int, str, date]


@dataclass
class Tie:
    """What two groups have had to do with each other, and when last."""

    one: Organization
    other: Organization
    kinds: dict[str, int] = field(default_factory=dict)
    last: date = date.min

    def add(self, kind: str, day: date) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.last = max(self.last, day)


@dataclass(frozen=True)
class Network:
    """The groups by reading, their ties (the latest first), and three lists of whom to think of."""

    groups: list[Organization]
    ties: list[Tie]
    quiet: list[Organization]

    @cached_property
    def partners(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {group.pk: set() for group in self.groups}
        for tie in self.ties:
            found[tie.one.pk].add(tie.other.pk)
            found[tie.other.pk].add(tie.one.pk)
        return found

    @property
    def alone(self) -> list[Organization]:
        return [group for group in self.groups if not self.partners[group.pk]]

    @property
    def by_one_thread(self) -> list[Organization]:
        """Those that would stand alone if one other group went."""
        return [group for group in self.groups if len(self.partners[group.pk]) == 1]


def network(today: date) -> Network:
    """Read the network of the last two years."""
    groups = list(in_network().only("pk", "slug", "name", "kana", "kind", "status").order_by("kana", "pk"))
    return Network(groups, ties_of(groups, today - YEARS, today), list(gone_quiet(today).order_by("kana", "pk")))


def ties_of(groups: list[Organization], since: date, until: date) -> list[Tie]:
    """Gather the ties among these groups between two days, the latest first."""
    known, found = {group.pk: group for group in groups}, dict[tuple[int, int], Tie]()
    for one, other, kind, day in _all(since, until):
        pair = (min(one, other), max(one, other))
        if one != other and one in known and other in known:
            found.setdefault(pair, Tie(known[pair[0]], known[pair[1]])).add(kind, day)
    return sorted(found.values(), key=lambda tie: (-tie.last.toordinal(), tie.one.kana, tie.other.kana, tie.one.pk))


def _all(since: date, until: date) -> Iterator[Found]:
    yield from _introduced(since)
    yield from _pairs(HOSTED, _hosts(since, until))
    yield from _pairs(ROOM, _rooms(since, until))
    yield from _pairs(PROJECT, _partners(since))


def _introduced(since: date) -> Iterator[Found]:
    """Introductions in which the two have met; one that came to nothing ties nobody."""
    rows = Introduction.objects.filter(
        status__in=(*Introduction.IN_TOUCH, Introduction.Status.SETTLED), opened_at__date__gte=since
    ).exclude(outcome=Introduction.Outcome.NOT)
    for one, other, opened in rows.values_list("asking", "answering", "opened_at"):
        yield one, other, MET, timezone.localdate(opened)


def _hosts(since: date, until: date) -> Iterator[tuple[object, int, date]]:
    """The hosts of events that took place, by event; who was only asked is none."""
    first, last = (timezone.make_aware(datetime.combine(day, time.max)) for day in (since, until))
    rows = Host.objects.filter(event__status__in=(Event.Status.PUBLISHED, Event.Status.ARCHIVED))
    rows = rows.exclude(role=Host.Role.CO_HOST, accepted_at=None)
    rows = rows.filter(event__occurrences__starts_at__range=(first, last))
    dated = rows.values("event", "organization").annotate(last=Max("event__occurrences__starts_at"))
    for event, group, moment in dated.values_list("event", "organization", "last"):
        yield event, group, timezone.localdate(moment)


def _rooms(since: date, until: date) -> Iterator[tuple[object, int, date]]:
    """Who used one room on one day, one after the other."""
    rows = Booking.objects.filter(status__in=USED, organization__isnull=False)
    rows = rows.annotate(day=TruncDate("starts_at")).filter(day__gte=since, day__lte=until)
    for space, day, group in rows.values_list("space", "day", "organization"):
        yield (space, day), group, day


def _partners(since: date) -> Iterator[tuple[object, int, date]]:
    over = (Project.Status.WITHDRAWN, Project.Status.DECLINED)
    rows = Partner.objects.filter(project__updated_at__date__gte=since).exclude(project__status__in=over)
    for project, group, moment in rows.values_list("project", "organization", "project__updated_at"):
        yield project, group, timezone.localdate(moment)


def _pairs(kind: str, rows: Iterable[tuple[object, int, date]]) -> Iterator[Found]:
    """Tie everybody of one event, room and day, or project to everybody else of it."""
    together: dict[object, dict[int, date]] = defaultdict(dict)
    for thing, group, day in rows:
        together[thing][group] = max(day, together[thing].get(group, day))
    for groups in together.values():
        for (one, day), (other, later) in combinations(sorted(groups.items()), 2):
            yield one, other, kind, max(day, later)
