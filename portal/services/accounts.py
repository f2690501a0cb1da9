"""A person ends her own account: one tap, and nothing of it stays."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from portal.services import endings, personal


@transaction.atomic
def close_account(*, user: User, by: User) -> User:
    """Forget a person's name, address and second factor, and let her leave her groups; nobody can sign in as her.

    Her registrations and bookings end by their own receipts, and by their own time. Raises ValidationError (code:
    staff): staff accounts follow the personnel list.
    """
    if user.groups.exists() or user.appointments.current(timezone.localdate()).exists():
        raise ValidationError(_("Accounts of staff end with their post, by the personnel list."), code="staff")
    log(user, "portal.account.close", user=by)
    endings.end(personal.account_of(user), by=by)
    user.refresh_from_db()
    return user
