"""Telling people: by mail, or on the staff's call list where there is no address."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from organizations.models import Delivery

Words = str | Promise


@transaction.atomic
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
) -> Delivery:
    """Write down one message to one person about one thing; a second call for the same three changes nothing.

    The worker sends what has a mail address; the rest stands on the call list, or on the print list if there is no
    telephone either. ``subject`` and ``body`` may be lazy: they are said in ``language``.
    """
    channel = Delivery.Channel.MAIL if email else Delivery.Channel.CALL if phone else Delivery.Channel.PRINT
    with translation.override(language):
        said = {"subject": str(subject).replace("\r", " ").replace("\n", " ")[:200], "body": str(body)}
    row, _created = Delivery.objects.get_or_create(
        purpose=purpose,
        recipient=(email or phone or name).lower(),
        about=f"{about._meta.label_lower}:{about.pk}",
        defaults={
            **said,
            "channel": channel,
            "name": name,
            "phone": phone,
            "language": language,
            "due_at": due_at or timezone.now(),
        },
    )
    return row
