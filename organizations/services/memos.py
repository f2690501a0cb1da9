"""受付メモ: thirty seconds at the counter or on a page, and one tap to what it becomes."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Channel, Memo, Need, Offer, Organization, Picture, Resource, User
from organizations.services.exchange import keep_draft
from organizations.services.talks import note_talk

Became = Memo.Became
KEPT_DAYS = 365


@transaction.atomic
def note(
    *,
    text: str,
    contact: str = "",
    path: str = "",
    organization: Organization | None = None,
    picture: Picture | None = None,
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Memo:
    """Write down what came in; somebody looks at it at the desk."""
    return Memo.objects.create(
        text=text,
        contact=contact,
        path=path,
        organization=organization,
        picture=picture,
        channel=channel,
        on_behalf_of=on_behalf_of,
        entered_by=by,
        delete_after=timezone.localdate() + timedelta(days=KEPT_DAYS),
    )


@transaction.atomic
def settle_memo(*, memo: Memo, became: str, outcome: str = "", by: User) -> Memo:
    """Say once what a memo became, and where that stands."""
    settled = Memo.objects.waiting().filter(pk=memo.pk)
    if not settled.update(became=became, outcome=outcome[:200], settled_at=timezone.now(), settled_by=by):
        raise ValidationError(_("Somebody has seen to this already."), code="settled")
    memo.refresh_from_db()
    log(instance=memo, action="organizations.memo", user=by, data={"became": became})
    return memo


@transaction.atomic
def become_sheet(*, memo: Memo, organization: Organization, sheet: type[Need] | type[Offer], by: User) -> Need | Offer:
    """Make a memo the draft of a need or an offer of a group; who said it and how stays with it."""
    words = {"title": memo.text.splitlines()[0][:60], "text": memo.text, "resource": Resource.PEOPLE}
    row = keep_draft(
        sheet=sheet,
        organization=organization,
        words=words,
        channel=memo.channel,
        on_behalf_of=memo.on_behalf_of or organization.name,
        by=by,
    )
    became = Became.NEED if sheet is Need else Became.OFFER
    settle_memo(memo=memo, became=became, outcome=row.get_absolute_url(), by=by)
    return row


@transaction.atomic
def become_talk(*, memo: Memo, organization: Organization, by: User) -> Memo:
    """Keep a memo as the record of a talk with a group."""
    held_on = timezone.localdate(memo.entered_at)
    note_talk(organization=organization, channel=memo.channel, note=memo.text[:400], held_on=held_on, by=by)
    return settle_memo(memo=memo, became=Became.TALK, outcome=organization.get_absolute_url(), by=by)
