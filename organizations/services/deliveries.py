"""Telling people: by mail, or on the staff's call list where there is no address."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.functional import Promise

from organizations.models import Delivery, User
from organizations.services.addresses import site_address

Words = str | Promise
LEASE = timedelta(minutes=5)
ATTEMPTS = 8


def tell(
    *,
    purpose: str,
    about: models.Model,
    subject: Words,
    body: Words,
    name: str = "",
    email: str | None = "",
    phone: str = "",
    language: str = "ja",
    due_at: datetime | None = None,
    unsubscribe_url: str = "",
    spoken: Words = "",
) -> None:
    """Write down, in one statement, one message to one person about one thing; a second call for the same three
    changes nothing.

    The worker sends what has a mail address; the rest stands on the call list, or on the print list if there is no
    telephone either. ``subject`` and ``body`` may be lazy: they are said in ``language``. ``unsubscribe_url`` ends such
    mails when it is asked by POST (RFC 8058). ``spoken`` takes the place of ``body`` where nobody can sign in or tap;
    lines with an address of the site are left out of what is read to somebody on the telephone.
    """
    channel = Delivery.Channel.MAIL if email else Delivery.Channel.CALL if phone else Delivery.Channel.PRINT
    with translation.override(language):
        words = str(body if channel == Delivery.Channel.MAIL else spoken or body)
        words = read_aloud(words) if channel == Delivery.Channel.CALL else words
        said = {"subject": str(subject).replace("\r", " ").replace("\n", " ")[:200], "body": words}
    row = Delivery(
        **said,
        purpose=purpose,
        recipient=(email or phone or name).lower(),
        about=f"{about._meta.label_lower}:{about.pk}",
        channel=channel,
        name=name,
        phone=phone,
        language=language,
        due_at=due_at or timezone.now(),
        unsubscribe_url=unsubscribe_url,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def read_aloud(text: str) -> str:
    """Leave out the lines with an address of the site: nobody takes thirty letters down by ear."""
    kept = (line for line in text.split("\n") if site_address("/") not in line)
    return re.sub("\n{3,}", "\n\n", "\n".join(kept)).strip()


def claim_due(*, now: datetime, announce: Callable[[int, datetime], object]) -> Delivery | None:
    """Take the next due mail for sending; no other worker takes it until the lease is over.

    The claim is one UPDATE that names the state it expects, so it holds on both databases. ``announce`` hears of the
    mail and its lease before: PostgreSQL may still carry out what a worker asked for that is dead by then.
    """
    free = Delivery.objects.due(now).filter(Q(lease_until=None) | Q(lease_until__lte=now))
    for pk in free.order_by("due_at", "pk").values_list("pk", flat=True)[:20]:
        announce(pk, now + LEASE)
        if free.filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1):
            return Delivery.objects.get(pk=pk)
    return None


def mark_sent(*, delivery: Delivery, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        status=Delivery.Status.SENT, done_at=now, lease_until=None, last_error=""
    )


@transaction.atomic
def mark_failed(*, delivery: Delivery, error: str, now: datetime) -> None:
    """Try again later, each time after twice as long; in the end staff telephone, or see that nobody could."""
    later: dict[str, object] = {"due_at": now + timedelta(minutes=2**delivery.attempts)}
    if delivery.attempts >= ATTEMPTS:
        later = {"channel": Delivery.Channel.CALL} if delivery.phone else {"status": Delivery.Status.FAILED}
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=None, last_error=error[:300], **later)


@transaction.atomic
def mark_done(*, delivery: Delivery, by: User) -> Delivery:
    """Tick off a call that was made or a letter that was posted."""
    delivery.status = Delivery.Status.SENT
    delivery.done_at = timezone.now()
    delivery.done_by = by
    delivery.save(update_fields=["status", "done_at", "done_by"])
    return delivery


@transaction.atomic
def take_back_done(*, delivery: Delivery) -> Delivery:
    """Put a call back on the list that was ticked off by mistake."""
    delivery.status, delivery.done_at, delivery.done_by = Delivery.Status.WAITING, None, None
    delivery.save(update_fields=["status", "done_at", "done_by"])
    return delivery
