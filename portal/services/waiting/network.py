"""What waits for coordinators: groups, needs, introductions."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from events.models import Event
from events.services.verdicts import is_late, open_verdicts
from organizations.models import (
    Claim,
    Delivery,
    Enrolment,
    ExchangeStatus,
    Introduction,
    Memo,
    Need,
    Organization,
)
from organizations.services.changes import waiting_changes
from organizations.templatetags.words import day_words, time_range
from portal.services.quiet import gone_quiet
from portal.services.waiting.items import Item, Reader, since
from spaces.models import Booking

ENDS_SOON = timedelta(days=14)


def groups_to_look_at(reader: Reader, most: int) -> Iterable[Item]:
    rows = Organization.objects.filter(status=Organization.Status.PENDING).order_by("created_at", "pk")[:most]
    for row in rows:
        href = reverse("organization_look", args=[row.slug])
        yield Item(row.pk, row.name, href, **since(row.created_at, reader.now))


def enrolments_to_decide(reader: Reader, most: int) -> Iterable[Item]:
    rows = Enrolment.objects.waiting().select_related("organization").order_by("submitted_at", "pk")[:most]
    for row in rows:
        href, badge = reverse("enrolment_desk", args=[row.pk]), row.get_status_display()
        yield Item(row.pk, row.organization.name, href, badge=badge, **since(row.submitted_at, reader.now))


def changes_to_decide(reader: Reader, most: int) -> Iterable[Item]:
    for row in waiting_changes().prefetch_related("target")[:most]:
        href = reverse("organization_change_desk", args=[row.pk])
        yield Item(row.pk, str(row.target), href, **since(row.entered_at, reader.now))


def claims_to_decide(reader: Reader, most: int) -> Iterable[Item]:
    for row in Claim.objects.waiting().select_related("organization", "user").order_by("asked_at", "pk")[:most]:
        title = f"{row.organization.name} — {row.user.name}"
        yield Item(row.pk, title, row.get_absolute_url(), **since(row.asked_at, reader.now))


def memos_to_see_to(reader: Reader, most: int) -> Iterable[Item]:
    for row in Memo.objects.waiting().order_by("entered_at", "pk")[:most]:
        yield Item(row.pk, str(row), row.get_absolute_url(), **since(row.entered_at, reader.now))


def renewals_due(reader: Reader, most: int) -> Iterable[Item]:
    """Groups whose year has not been confirmed yet, those already late first."""
    due = (Organization.Status.GRACE, Organization.Status.RENEWAL_DUE)
    for row in Organization.objects.filter(status__in=due).order_by("status", "kana", "pk")[:most]:
        late = row.status == Organization.Status.GRACE
        yield Item(row.pk, row.name, row.get_absolute_url(), badge=row.get_status_display(), late=late)


def groups_gone_quiet(reader: Reader, most: int) -> Iterable[Item]:
    for row in gone_quiet(reader.today).order_by("created_at", "pk")[:most]:
        yield Item(row.pk, row.name, row.get_absolute_url(), badge=row.get_kind_display())


def events_to_look_at(reader: Reader, most: int) -> Iterable[Item]:
    for row in Event.objects.filter(status=Event.Status.REVIEW).order_by("pk")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url())


def decisions_on_weather(reader: Reader, most: int, events: list[int] | None = None) -> Iterable[Item]:
    for row in open_verdicts(events, reader.now)[:most]:
        date = row.occurrence
        href = reverse("date_verdict", args=[date.event_id, date.pk])
        meta = time_range(date.starts_at, date.ends_at)
        yield Item(row.pk, date.event.title, href, meta=meta, late=is_late(row, reader.now))


def needs_without_introduction(reader: Reader, most: int) -> Iterable[Item]:
    rows = Need.objects.open(reader.today).filter(introductions__isnull=True)
    for row in rows.select_related("organization").order_by("opened_at", "pk")[:most]:
        href, badge = reverse("desk_need", args=[row.pk]), row.organization.name
        yield Item(row.pk, row.title, href, badge=badge, **since(row.opened_at, reader.now))


def needs_that_end(reader: Reader, most: int) -> Iterable[Item]:
    """Needs that run out within two weeks and are still open: somebody should ring."""
    rows = Need.objects.open(reader.today).filter(
        status=ExchangeStatus.OPEN, valid_until__lte=reader.today + ENDS_SOON, introductions__isnull=False
    )
    for row in rows.select_related("organization").distinct().order_by("valid_until", "pk")[:most]:
        href, badge = reverse("desk_need", args=[row.pk]), row.organization.name
        yield Item(row.pk, row.title, href, badge=badge, meta=day_words(row.valid_until))


def introductions_to_follow(reader: Reader, most: int) -> Iterable[Item]:
    rows = Introduction.objects.to_follow_up(reader.today).with_sides()
    for row in rows.order_by("follow_up_on", "pk")[:most]:
        yield Item(row.pk, str(row), row.get_absolute_url(), meta=day_words(row.follow_up_on), late=True)


def introductions_unanswered(reader: Reader, most: int) -> Iterable[Item]:
    rows = Introduction.objects.filter(status=Introduction.Status.ASKED).with_sides().order_by("asked_at", "pk")
    for row in rows[:most]:
        yield Item(row.pk, str(row), row.get_absolute_url(), **since(row.asked_at, reader.now))


def bookings_to_confirm(reader: Reader, most: int) -> Iterable[Item]:
    waiting = Booking.objects.waiting().upcoming(reader.now).one_per_series(reader.now)
    for row in waiting.select_related("space", "organization").order_by("entered_at", "pk")[:most]:
        who = row.organization.name if row.organization else row.name
        meta = time_range(row.starts_at, row.ends_at)
        yield Item(row.pk, f"{row.space.name} — {who}", reverse("booking_decide", args=[row.token]), meta=meta)


def calls_to_make(reader: Reader, most: int) -> Iterable[Item]:
    rows = Delivery.objects.to_call().filter(due_at__lte=reader.now).order_by("due_at", "pk")
    for row in rows[:most]:
        yield Item(row.pk, row.name or row.phone, reverse("calls"), badge=row.subject, **since(row.due_at, reader.now))
