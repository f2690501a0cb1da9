"""Forms sent twice: a double click, a reload, a second try after the answer was lost."""

from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, transaction

from organizations.models import Receipt, User


def key_for(token: str, *, purpose: str, by: User | None) -> str:
    """Bind a form's token to its purpose and its person, so that nobody meets another's outcome."""
    return sha256(f"{purpose}\n{by.pk if by else ''}\n{token}".encode()).hexdigest()


def settle(*, token: str, purpose: str, deed: Callable[[], str], by: User | None = None) -> str:
    """Do ``deed`` once for one form and return where to go next; a second sending only finds the first one's way.

    The receipt stands in the deed's own transaction: killed in the middle, neither is there, and sending again is
    safe. A deed that refuses leaves no receipt, so the mended form may be sent with the same token.
    """
    if not token:
        return deed()
    key = key_for(token, purpose=purpose, by=by)
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(key=key, purpose=purpose)
            receipt.outcome = deed()
            receipt.save(update_fields=["outcome"])
            return receipt.outcome
    except IntegrityError:
        first = Receipt.objects.filter(key=key).first()
        if first is None:
            raise
        return first.outcome
