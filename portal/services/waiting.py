"""What waits for somebody at the desk, oldest first, floor by floor; each item is one tap from done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event, Registration, Subscription
from events.permissions import events_editable_by, invitations_for
from events.services.verdicts import is_late, open_verdicts
from organizations.models import (
    Delivery,
    Enrolment,
    Introduction,
    Membership,
    Need,
    Organization,
    Project,
    StaffRole,
    User,
    has_role,
)
from organizations.permissions import is_coordinator, may_enter_for_others
from organizations.services.changes import waiting_changes
from organizations.templatetags.words import day_words, time_range
from spaces.models import Booking
from spaces.permissions import bookings_visible_to, can_confirm

MOST = 20
AT_ONCE = 5
LATE_DAYS = 3
Words = str | Promise
Kind = tuple[Words, Callable[[datetime], Iterable["Item"]], str]


@dataclass(frozen=True)
class Item:
    title: str
    href: str
    meta: str = ""
    badge: Words = ""
    late: bool = False


@dataclass(frozen=True)
class Section:
    title: Words
    items: list[Item] = field(default_factory=list)
    href: str = ""

    @property
    def first(self) -> list[Item]:
        return self.items[:AT_ONCE]

    @property
    def rest(self) -> list[Item]:
        return self.items[AT_ONCE:]

    @property
    def is_cut(self) -> bool:
        return len(self.items) >= MOST


def _since(moment: datetime | None, now: datetime) -> dict[str, Any]:
    """Say since when something waits, and whether that is long."""
    if moment is None:
        return {}
    return {"meta": day_words(moment), "late": (now - moment).days >= LATE_DAYS}


def groups_to_look_at(now: datetime) -> Iterable[Item]:
    rows = Organization.objects.filter(status=Organization.Status.PENDING).order_by("created_at", "pk")[:MOST]
    for row in rows:
        yield Item(row.name, reverse("organization_look", args=[row.slug]), **_since(row.created_at, now))


def enrolments_to_decide(now: datetime) -> Iterable[Item]:
    rows = Enrolment.objects.waiting().select_related("organization").order_by("submitted_at", "pk")[:MOST]
    for row in rows:
        href = reverse("enrolment_desk", args=[row.pk])
        yield Item(row.organization.name, href, badge=row.get_status_display(), **_since(row.submitted_at, now))


def changes_to_decide(now: datetime) -> Iterable[Item]:
    rows = waiting_changes().prefetch_related("target")[:MOST]
    for row in rows:
        yield Item(str(row.target), reverse("organization_change_desk", args=[row.pk]), **_since(row.entered_at, now))


def events_to_look_at(now: datetime) -> Iterable[Item]:
    for row in Event.objects.filter(status=Event.Status.REVIEW).order_by("pk")[:MOST]:
        yield Item(row.title, row.get_absolute_url())


def decisions_on_weather(now: datetime, events: list[int] | None = None) -> Iterable[Item]:
    for row in open_verdicts(events, now)[:MOST]:
        date = row.occurrence
        href = reverse("date_verdict", args=[date.event_id, date.pk])
        meta = time_range(date.starts_at, date.ends_at)
        yield Item(date.event.title, href, meta=meta, late=is_late(row, now))


def needs_without_introduction(now: datetime) -> Iterable[Item]:
    rows = Need.objects.open(timezone.localdate(now)).filter(introductions__isnull=True)
    for row in rows.select_related("organization").order_by("opened_at", "pk")[:MOST]:
        since = _since(row.opened_at, now)
        yield Item(row.title, reverse("desk_need", args=[row.pk]), badge=row.organization.name, **since)


def introductions_to_follow(now: datetime) -> Iterable[Item]:
    rows = Introduction.objects.to_follow_up(timezone.localdate(now)).with_sides()
    for row in rows.order_by("follow_up_on", "pk")[:MOST]:
        yield Item(str(row), reverse("introduction", args=[row.pk]), meta=day_words(row.follow_up_on), late=True)


def introductions_unanswered(now: datetime) -> Iterable[Item]:
    rows = Introduction.objects.filter(status=Introduction.Status.ASKED).with_sides().order_by("asked_at", "pk")
    for row in rows[:MOST]:
        yield Item(str(row), reverse("introduction", args=[row.pk]), **_since(row.asked_at, now))


def bookings_to_confirm(now: datetime) -> Iterable[Item]:
    rows = Booking.objects.waiting().upcoming(now).one_per_series(now).select_related("space", "organization")
    for row in rows.order_by("entered_at", "pk")[:MOST]:
        who = row.organization.name if row.organization else row.name
        title = f"{row.space.name} — {who}"
        meta = time_range(row.starts_at, row.ends_at)
        yield Item(title, reverse("booking_decide", args=[row.token]), meta=meta)


def calls_to_make(now: datetime) -> Iterable[Item]:
    count = Delivery.objects.to_call().filter(due_at__lte=now).count()
    if count:
        yield Item(str(_("%(count)d people to ring") % {"count": count}), reverse("calls"))


def _staff_sections(user: User) -> list[Kind]:
    """List what waits for the city's own people, by what they may do, and where all of it stands."""
    sections: list[Kind] = []
    if is_coordinator(user):
        sections += [
            (_("Groups to look at"), groups_to_look_at, ""),
            (_("Registrations of groups"), enrolments_to_decide, ""),
            (_("Names and contacts to look at"), changes_to_decide, ""),
            (_("Events to look at"), events_to_look_at, reverse("event_review")),
            (_("Needs nobody has been introduced to"), needs_without_introduction, reverse("desk_matching")),
            (_("Introductions without an answer"), introductions_unanswered, reverse("desk_matching")),
            (_("Ask how it went"), introductions_to_follow, reverse("desk_matching")),
        ]
    if may_enter_for_others(user):
        sections.insert(0, (_("Does it take place? Please decide"), decisions_on_weather, ""))
    if can_confirm(user):
        sections.append((_("Bookings to confirm"), bookings_to_confirm, reverse("booking_desk")))
    if may_enter_for_others(user):
        sections.append((_("Calls to make"), calls_to_make, reverse("calls")))
    return sections


def staff_sections(user: User, now: datetime) -> list[Section]:
    return [Section(title, list(find(now)), href) for title, find, href in _staff_sections(user)]


def projects_in_hand(user: User, now: datetime) -> Section:
    """The projects of the departments a person works in, or of her own; who may change one finds that on its page."""
    today = timezone.localdate(now)
    posts = user.appointments.current(today).values("organization")
    rows = Project.objects.filter(owner=user) | Project.objects.filter(partners__organization__in=posts)
    items = [
        Item(row.title, row.get_absolute_url(), badge=row.get_status_display())
        for row in rows.visible_to(user, today).distinct().order_by("-fiscal_year", "title")[:MOST]
    ]
    return Section(_("Projects"), items, reverse("projects"))


def own_groups(user: User, now: datetime) -> list[Membership]:
    rows = Membership.objects.current(timezone.localdate(now)).filter(user=user)
    return list(rows.select_related("organization").order_by("organization__kana", "pk"))


def questions_to_groups(user: User, now: datetime) -> Section:
    """What other people ask one's own groups: an introduction to answer, a place on a flyer."""
    asked = Introduction.objects.managed_by(user, timezone.localdate(now)).filter(status=Introduction.Status.ASKED)
    items = [
        Item(str(_("May we introduce you?")), reverse("introduction", args=[row.pk]), **_since(row.asked_at, now))
        for row in asked.order_by("asked_at", "pk")[:MOST]
    ]
    for host in invitations_for(user).select_related("event").order_by("pk")[:MOST]:
        items.append(Item(host.event.title, host.event.get_absolute_url(), badge=host.get_role_display()))
    return Section(_("Asked of your groups"), items)


def events_in_hand(user: User, now: datetime) -> Section:
    """One's groups' events that are not public yet."""
    rows = events_editable_by(user).filter(status__in=(Event.Status.DRAFT, Event.Status.REVIEW)).order_by("pk")
    items = [Item(row.title, row.get_absolute_url(), badge=row.get_status_display()) for row in rows[:MOST]]
    return Section(_("Events not public yet"), items, reverse("event_desk"))


def decisions_in_hand(user: User, now: datetime) -> Section:
    """One's groups' dates that wait for a word on the weather."""
    mine = list(events_editable_by(user).filter(decides_at__isnull=False).values_list("pk", flat=True))
    return Section(_("Does it take place? Please decide"), list(decisions_on_weather(now, mine)))


def own_bookings(user: User, now: datetime) -> Section:
    rows = bookings_visible_to(user).upcoming(now).filter(status__in=Booking.STANDING)
    items = [
        Item(
            row.space.name,
            reverse("booking", args=[row.token]),
            meta=time_range(row.starts_at, row.ends_at),
            badge=row.get_status_display(),
        )
        for row in rows.select_related("space").order_by("starts_at", "pk")[:MOST]
    ]
    return Section(_("Your bookings"), items, reverse("booking_desk"))


def own_registrations(user: User, now: datetime) -> Section:
    """What a person has registered for with her mail address."""
    standing = Registration.objects.filter(
        occurrence__ends_at__gt=now, cancelled_at__isnull=True, email=user.email or "-"
    )
    items = [
        Item(
            row.occurrence.event.title,
            row.get_absolute_url(),
            meta=time_range(row.occurrence.starts_at, row.occurrence.ends_at),
            badge=row.get_status_display(),
        )
        for row in standing.select_related("occurrence__event").order_by("occurrence__starts_at", "pk")[:MOST]
    ]
    return Section(_("Your registrations for events"), items)


def own_mails(user: User, now: datetime) -> Section:
    """What a person follows by mail, and where she ends it."""
    rows = Subscription.objects.active().filter(email=user.email or "-").order_by("pk")[:MOST]
    items = [Item(row.words, row.get_absolute_url(), badge=row.get_rhythm_display()) for row in rows]
    return Section(_("Mails you follow"), items)


def desk_of(user: User, now: datetime) -> list[Section]:
    """List everything that waits for a person; her roles add up."""
    sections = staff_sections(user, now)
    if has_role(user, StaffRole.DEPARTMENT, StaffRole.PLAN_OFFICE, StaffRole.APPROVER):
        sections.append(projects_in_hand(user, now))
    if not may_enter_for_others(user):
        sections.insert(0, decisions_in_hand(user, now))
        sections += [questions_to_groups(user, now), events_in_hand(user, now), own_bookings(user, now)]
        sections += [own_registrations(user, now), own_mails(user, now)]
    return sections
