"""Saved questions: asked for, confirmed from one's own mailbox, changed, ended with one tap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from events.models import Event, Reception, Subscription
from organizations.models import Delivery
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell
from organizations.services.moves import move
from spaces.periods import TOKYO

UNCONFIRMED_DAYS = 7
ENDED_DAYS = 30
LINK = re.compile(r"\S*(?:[/@＠／:：]\S*\w[.．。]\w|\w[.．。][a-z]|://)\S*", re.IGNORECASE)
WEEKLY_ON = 4  # Thursday, as in ISO 8601: before families plan the weekend
WEEKLY_AT = time(17)
DAILY_AT = time(7)
Rhythm, Status = Subscription.Rhythm, Subscription.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wishes to hear of. ``words`` say the question; ``children`` are months of birth."""

    email: str
    language: str
    rhythm: str = Rhythm.WEEKLY
    query: str = ""
    words: str = ""
    children: Sequence[str] = ()
    event: Event | None = None
    reception: Reception | None = None


@transaction.atomic
def subscribe(wish: Wish) -> Subscription:
    """Write a wish down and ask its mailbox to confirm it; the same wish twice is one, and is asked again."""
    same = Subscription.objects.exclude(status=Status.ENDED).filter(
        email=wish.email.lower(), query=wish.query, event=wish.event, reception=wish.reception
    )
    subscription = same.first() or Subscription.objects.create(
        email=wish.email.lower(),
        language=wish.language,
        rhythm=wish.rhythm,
        query=wish.query,
        words=wish.words,
        children=list(wish.children),
        event=wish.event,
        reception=wish.reception,
        delete_after=timezone.localdate() + timedelta(days=UNCONFIRMED_DAYS),
    )
    _ask_to_confirm(subscription)
    return subscription


def _ask_to_confirm(subscription: Subscription) -> None:
    with override(subscription.language):
        lines = [
            _("Somebody has asked us to write to this address: %(words)s") % {"words": linkless(subscription.words)},
            _("If it was you, please open this page and say yes: %(address)s") % {"address": address_of(subscription)},
            _("If not, do nothing. We write no more, and forget the address after a week."),
        ]
        text = "\n\n".join(lines)
    tell(
        purpose=f"follow_confirm_{timezone.localdate()}",
        about=subscription,
        subject=gettext_lazy("Please confirm: news of things to do"),
        body=text,
        email=subscription.email,
        language=subscription.language,
    )


def linkless(words: str) -> str:
    """Leave out addresses and line ends: anybody may write these words, and the mailbox may be a stranger's."""
    return LINK.sub("…", " ".join(words.split()))


def address_of(subscription: Subscription) -> str:
    return site_address(subscription.get_absolute_url())


def unsubscribe_address(subscription: Subscription) -> str:
    """Give the address that ends the mails when a mail program posts to it (RFC 8058)."""
    return site_address(reverse("subscription_end", args=[subscription.token]))


@transaction.atomic
def confirm(*, subscription: Subscription) -> Subscription:
    """Begin to write, since the mailbox has said yes; a second yes changes nothing."""
    if subscription.status == Status.ACTIVE:
        return subscription
    now = timezone.now()
    return move(
        subscription,
        Status.ACTIVE,
        action="events.subscription.confirm",
        by=None,
        confirmed_at=now,
        delete_after=None,
        next_at=first_mail_at(subscription, now),
    )


def first_mail_at(subscription: Subscription, now: datetime) -> datetime:
    opening = opening_of(subscription)
    return max(opening, now) if opening else next_mail_at(subscription.rhythm, now)


def opening_of(subscription: Subscription) -> datetime | None:
    """Tell when that opens of which one wished to be reminded; None for a question."""
    if subscription.event is not None:
        return subscription.event.apply_opens_at
    if subscription.reception is not None:
        return datetime.combine(subscription.reception.opens_on, DAILY_AT, TOKYO)
    return None


def next_mail_at(rhythm: str, now: datetime) -> datetime:
    """Tell when the next mail is due: tomorrow morning, or on the next Thursday."""
    today = now.astimezone(TOKYO).date()
    at = DAILY_AT if rhythm == Rhythm.DAILY else WEEKLY_AT
    days = 1 if rhythm == Rhythm.DAILY else (WEEKLY_ON - today.isoweekday()) % 7
    moment = datetime.combine(today + timedelta(days=days), at, TOKYO)
    return moment if moment > now else moment + timedelta(days=7)


@transaction.atomic
def change(*, subscription: Subscription, rhythm: str, children: Sequence[str]) -> Subscription:
    """Write more or less often, or for other children. Raises ValidationError (code: moved_on)."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.status == Status.ENDED:
        raise ValidationError(_("These mails have ended."), code="moved_on")
    subscription.rhythm, subscription.children = rhythm, list(children)
    if subscription.status == Status.ACTIVE:
        subscription.next_at = next_mail_at(rhythm, timezone.now())
    subscription.save(update_fields=["rhythm", "children", "next_at"])
    return subscription


@transaction.atomic
def end(*, subscription: Subscription) -> Subscription:
    """Write no more, and forget to whom; what waits to be sent is dropped. Ending twice changes nothing."""
    if subscription.status == Status.ENDED:
        return subscription
    waiting = Delivery.objects.filter(recipient=subscription.email, about=about_of(subscription.pk))
    waiting.filter(status=Delivery.Status.WAITING).update(status=Delivery.Status.DROPPED)
    return move(
        subscription,
        Status.ENDED,
        action="events.subscription.end",
        by=None,
        email="",
        children=[],
        told={},
        next_at=None,
        delete_after=timezone.localdate() + timedelta(days=ENDED_DAYS),
    )


def about_of(pk: int) -> str:
    return f"{Subscription._meta.label_lower}:{pk}"


@transaction.atomic
def end_bounced() -> int:
    """End what goes to mailboxes that no longer take our mail; return how many."""
    failed = Delivery.objects.filter(status=Delivery.Status.FAILED, about__startswith=about_of(0)[:-1])
    keys = {int(about.rpartition(":")[2]) for about in failed.values_list("about", flat=True)}
    rows = Subscription.objects.exclude(status=Status.ENDED).filter(pk__in=keys)
    return len([end(subscription=row) for row in rows])


@transaction.atomic
def forget_old(*, day: date) -> int:
    """Delete what was never confirmed and what has ended, with the mails about it; return how many."""
    keys = list(Subscription.objects.filter(delete_after__lt=day).values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Delivery.objects.filter(about__in=[about_of(pk) for pk in some]).delete()
        Subscription.objects.filter(pk__in=some).delete()
    return len(keys)
