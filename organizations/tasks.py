"""What the worker does for this floor: sending the mails that services have written down."""

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from organizations.models import Delivery
from organizations.services import deliveries, evidence, outbox
from organizations.services.addresses import site_host

log = structlog.get_logger(__name__)


def as_mail(delivery: Delivery, connection: BaseEmailBackend) -> EmailMessage:
    """Dress a delivery as a mail. The Message-ID is its own for ever: sent again after a crash, it is the same mail."""
    host = site_host()
    headers = {"Message-ID": f"<delivery-{delivery.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    if delivery.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{delivery.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return EmailMessage(
        subject=delivery.subject,
        body=delivery.body,
        to=[delivery.recipient],
        headers=headers,
        connection=connection,
    )


def send_due_mail(clock: Callable[[], datetime], *, worker: str = "worker", at_most: int = 100) -> int:
    """Send what is due, each mail by itself, and return how many went out."""
    folder = settings.VAR_DIR / "outbox"
    outbox.take_up(folder=folder, now=clock())
    connection = get_connection()
    sent = 0
    with outbox.Outbox(folder, worker) as notes:
        for _ in range(at_most):
            delivery = deliveries.claim_due(now=clock(), announce=notes.note_in_hand)
            if delivery is None:
                break
            sent += send_one(delivery, connection, notes, clock)
    connection.close()
    return sent


def send_one(
    delivery: Delivery, connection: BaseEmailBackend, notes: outbox.Outbox, clock: Callable[[], datetime]
) -> bool:
    try:
        mail = as_mail(delivery, connection)
        mail.send()
        notes.note_gone(delivery)
    except (OSError, SMTPException, ValueError) as error:
        log.warning("mail_failed", delivery=delivery.pk, purpose=delivery.purpose, error=str(error))
        deliveries.mark_failed(delivery=delivery, error=str(error), now=clock())
        return False
    deliveries.mark_sent(delivery=delivery, now=clock())
    log.info("mail_sent", delivery=delivery.pk, purpose=delivery.purpose)
    return True


def look_at_next_link(*, now: datetime) -> bool:
    """Look whether the website that has waited longest is there; one at a time, so that mails never wait long."""
    day = timezone.localdate(now)
    organization = evidence.next_link(day) if settings.LOOKS_AT_LINKS else None
    if organization is None:
        return False
    evidence.check_link(organization=organization, day=day)
    return True
