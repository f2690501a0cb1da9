"""What waits for families and for the people of groups."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, Registration, Subscription
from events.permissions import events_editable_by, invitations_for
from organizations.models import ExchangeStatus, Introduction, Need, Offer, Organization
from organizations.templatetags.words import day_words, time_range
from portal.services.waiting.items import Item, Reader, since
from portal.services.waiting.network import decisions_on_weather
from spaces.models import Booking
from spaces.permissions import bookings_visible_to

ENDS_SOON = timedelta(days=14)


def introductions_asked(reader: Reader, most: int) -> Iterable[Item]:
    asked = Introduction.objects.managed_by(reader.user, reader.today).filter(status=Introduction.Status.ASKED)
    for row in asked.order_by("asked_at", "pk")[:most]:
        yield Item(row.pk, _("May we introduce you?"), row.get_absolute_url(), **since(row.asked_at, reader.now))


def invitations_to_host(reader: Reader, most: int) -> Iterable[Item]:
    for host in invitations_for(reader.user).select_related("event").order_by("pk")[:most]:
        yield Item(host.pk, host.event.title, host.event.get_absolute_url(), badge=host.get_role_display())


def own_renewals(reader: Reader, most: int) -> Iterable[Item]:
    """One's groups whose year is to be confirmed."""
    due = (Organization.Status.GRACE, Organization.Status.RENEWAL_DUE)
    rows = Organization.objects.managed_by(reader.user, reader.today).filter(status__in=due)
    for row in rows.order_by("kana", "pk")[:most]:
        href, late = reverse("organization_home", args=[row.slug]), row.status == Organization.Status.GRACE
        yield Item(row.pk, row.name, href, badge=row.get_status_display(), late=late)


def own_needs_that_end(reader: Reader, most: int) -> Iterable[Item]:
    return _that_end(Need, reader, most)


def own_offers_that_end(reader: Reader, most: int) -> Iterable[Item]:
    return _that_end(Offer, reader, most)


def _that_end(sheet: type[Need] | type[Offer], reader: Reader, most: int) -> Iterable[Item]:
    rows = sheet.objects.managed_by(reader.user, reader.today).filter(
        status=ExchangeStatus.OPEN, valid_until__lte=reader.today + ENDS_SOON
    )
    for row in rows.order_by("valid_until", "pk")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url(), meta=day_words(row.valid_until))


def events_in_hand(reader: Reader, most: int) -> Iterable[Item]:
    """One's groups' events that are not public yet."""
    unseen = (Event.Status.DRAFT, Event.Status.REVIEW)
    for row in events_editable_by(reader.user).filter(status__in=unseen).order_by("pk")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url(), badge=row.get_status_display())


def decisions_in_hand(reader: Reader, most: int) -> Iterable[Item]:
    """One's groups' dates that wait for a word on the weather."""
    mine = list(events_editable_by(reader.user).filter(decides_at__isnull=False).values_list("pk", flat=True))
    return decisions_on_weather(reader, most, mine)


def own_bookings(reader: Reader, most: int) -> Iterable[Item]:
    rows = bookings_visible_to(reader.user).upcoming(reader.now).filter(status__in=Booking.STANDING)
    for row in rows.select_related("space").order_by("starts_at", "pk")[:most]:
        href, meta = reverse("booking", args=[row.token]), time_range(row.starts_at, row.ends_at)
        yield Item(row.pk, row.space.name, href, meta=meta, badge=row.get_status_display())


def own_registrations(reader: Reader, most: int) -> Iterable[Item]:
    """What a person has registered for with her mail address."""
    standing = Registration.objects.filter(
        occurrence__ends_at__gt=reader.now, cancelled_at__isnull=True, email=reader.user.email or "-"
    )
    for row in standing.select_related("occurrence__event").order_by("occurrence__starts_at", "pk")[:most]:
        date = row.occurrence
        meta, badge = time_range(date.starts_at, date.ends_at), row.get_status_display()
        yield Item(row.pk, date.event.title, row.get_absolute_url(), meta=meta, badge=badge)


def own_mails(reader: Reader, most: int) -> Iterable[Item]:
    """What a person follows by mail, and where she ends it."""
    for row in Subscription.objects.active().filter(email=reader.user.email or "-").order_by("pk")[:most]:
        yield Item(row.pk, row.words, row.get_absolute_url(), badge=row.get_rhythm_display())
