"""Answering an introduction on a private link, without an account."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Consent, Introduction
from organizations.services import matching

AGAIN = (Introduction.Answer.NONE, Introduction.Answer.LATER)


@transaction.atomic
def answer_by_link(*, consent: Consent, answer: str, reason: str = "") -> Introduction:
    """One side answers: once, but for "not yet", after which it may say more.

    Raises ValidationError (code: answered, moved_on).
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    introduction, side = consent.introduction, consent.organization
    if introduction.party_answer(side) not in AGAIN:
        raise ValidationError(_("You have answered already. To change it, please call us."), code="answered")
    consent.answered_at = timezone.now()
    consent.save(update_fields=["answered_at"])
    return matching.answer(introduction=introduction, side=side, answer=answer, reason=reason, by=None)
