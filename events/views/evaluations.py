"""利用者の声: the two questions, by link and square code, and from paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.taking import EvaluationForm
from events.models import Occurrence
from events.permissions import events_editable_by
from events.services.evaluations import check_evaluable, evaluate, occurrence_for
from events.views.registering import find_date
from organizations.models import Channel
from organizations.services.limits import allow
from organizations.services.receipts import settle

TRIES, SECONDS = 20, 3600  # a family behind one address, or a whole room behind one


@never_cache
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Ask two questions about one date; nobody is asked who she is."""
    occurrence = occurrence_for(key)
    if occurrence is None:
        raise Http404
    form = EvaluationForm(request.POST or None)
    context = {"occurrence": occurrence, "event": occurrence.event, "form": form, "refusal": _refusal(occurrence)}
    if request.method == "POST" and form.is_valid() and not context["refusal"]:
        if allow(f"evaluation:{request.META.get('REMOTE_ADDR', '')}", TRIES, SECONDS):
            _keep(occurrence, form, Channel.WEB, request.path)
            return render(request, "events/evaluation.html", context | {"done": True})
        form.add_error(None, _("Many have answered from here just now. Please try again in an hour."))
    return render(request, "events/evaluation.html", context)


def _refusal(occurrence: Occurrence) -> str:
    try:
        check_evaluable(occurrence, now=timezone.now())
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def _keep(occurrence: Occurrence, form: EvaluationForm, channel: str, address: str) -> None:
    """Keep it once, however often the form arrives."""
    data = form.cleaned_data

    def once() -> str:
        evaluate(
            occurrence=occurrence,
            helped=data["helped"],
            satisfied=data["satisfied"],
            text=data["text"],
            channel=channel,
        )
        return address

    settle(token=data["sent"], purpose=f"evaluation:{occurrence.pk}", deed=once)


@login_required
@never_cache
def from_paper(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Write down a sheet somebody filled in by hand."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    form = EvaluationForm(request.POST or None)
    refusal = _refusal(occurrence)
    if request.method == "POST" and form.is_valid() and not refusal:
        _keep(occurrence, form, Channel.PAPER, request.path)
        messages.success(request, _("Noted. The next sheet, please."))
        return redirect("evaluation_paper", pk, occurrence_pk)
    context = {"occurrence": occurrence, "event": occurrence.event, "form": form, "refusal": refusal}
    return render(request, "events/evaluation_paper.html", context)
