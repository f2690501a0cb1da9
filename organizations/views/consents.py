"""Yes, no or not yet on a private link, without an account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from organizations.forms.matching import AnswerForm
from organizations.models import Consent, Introduction
from organizations.services import consents

WITH = ("organization", "introduction__need", "introduction__offer", "introduction__asking", "introduction__answering")


@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the holder of the link. One that has run out and one that never was look the same."""
    consent = Consent.objects.usable(timezone.now()).filter(token=token).select_related(*WITH).first()
    if consent is None:
        return render(request, "organizations/matching/consent_over.html", status=404)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consents.answer_by_link(consent=consent, **form.cleaned_data)
            messages.success(request, _("Thank you for your answer."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect(consent)
    return render(request, "organizations/matching/consent.html", _context(consent) | {"form": form})


def _context(consent: Consent) -> dict[str, object]:
    row, side = consent.introduction, consent.organization
    is_asking = row.asking_id == side.pk
    said = row.party_answer(side)
    return {
        "row": row,
        "side": side,
        "other": row.answering if is_asking else row.asking,
        "sheet": row.offer if is_asking else row.need,
        "said": said,
        "may_answer": row.status == Introduction.Status.ASKED and said in consents.AGAIN,
    }
