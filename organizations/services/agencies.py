"""関係機関: their desks, and what was handed over to them."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from organizations.models import AgencyDesk, Case, Referral, User


@transaction.atomic
def keep_desk(*, desk: AgencyDesk, by: User) -> AgencyDesk:
    """Store what is known of an agency's desk."""
    desk.save()
    log(desk, "organizations.agency.keep", user=by)
    return desk


@transaction.atomic
def note_referral(
    *, desk: AgencyDesk, case: Case | None, channel: str, received_by: str, handed_at: datetime, by: User
) -> Referral:
    """Write down that something was handed over: to whom and when, never what."""
    row = Referral.objects.create(
        desk=desk, case=case, channel=channel, received_by=received_by, handed_at=handed_at, by=by
    )
    log(desk, "organizations.agency.refer", user=by)
    return row
