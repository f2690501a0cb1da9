"""The desk of personal data: the register, people's requests, and the disposal list."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from organizations.permissions import acting
from organizations.views.guards import open_to
from organizations.views.registry import posted
from portal.forms.privacy import DecisionForm, DisposalForm, IdentityForm, RequestForm
from portal.models import DataRequest, Disposal
from portal.permissions import can_answer_for_data, can_read_register
from portal.services import data_requests, disposal, personal

View = Callable[..., HttpResponse]
SHOWN = 160
CLOSED = 50


def _choices(found: Iterable[personal.Found]) -> list[tuple[str, str]]:
    """Say each row in a line: its purpose and what it says."""
    return [
        (one.key, f"{one.purpose.title} — {'・'.join(value for _name, value in one.facts)[:SHOWN]}") for one in found
    ]


@open_to(can_read_register)
def register(request: HttpRequest) -> HttpResponse:
    """Print what is kept of people, purpose by purpose; it names nobody."""
    context = {"entries": personal.register(), "may_answer": can_answer_for_data(request.user)}
    return render(request, "portal/privacy/register.html", context)


@open_to(can_answer_for_data)
def index(request: HttpRequest) -> HttpResponse:
    """List the requests: open ones by their term, then those that are over."""
    today = timezone.localdate()
    rows = [(row, row.is_late(today)) for row in DataRequest.objects.open().by_term()]
    closed = DataRequest.objects.exclude(status__in=DataRequest.OPEN).order_by("-received_on", "-pk")[:CLOSED]
    return render(request, "portal/privacy/requests.html", {"rows": rows, "closed": closed})


@open_to(can_answer_for_data)
def new(request: HttpRequest) -> HttpResponse:
    """Write a request down."""
    form = RequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        who = personal.Person(name=said.pop("name"), email=said.pop("email"), phone=said.pop("phone"))
        row = data_requests.record(who=who, **said, by=acting(request.user))
        return redirect(row)
    return render(request, "portal/privacy/new.html", {"form": form})


@open_to(can_answer_for_data)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, what is kept of the person, and the next step; take the decision."""
    row = get_object_or_404(DataRequest, pk=pk)
    waits = row.status == DataRequest.Status.RECEIVED
    found = data_requests.found_for(row) if waits else personal.chosen(row.rows)
    sure = [one.key for one in found if one.is_sure]
    form = DecisionForm(posted(request), row=row, choices=_choices(found), initial={"keys": sure}) if waits else None
    if request.method == "POST" and form and form.is_valid():
        said = form.cleaned_data
        try:
            data_requests.decide(
                row=row,
                decision=said["decision"],
                keys=said["keys"],
                corrections=form.corrections,
                decision_number=said["decision_number"],
                reason=said["reason"],
                by=acting(request.user),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(row)
    context = {"row": row, "form": form, "found": found, "identity_form": IdentityForm(prefix="who")}
    return render(request, "portal/privacy/request.html", context)


def _step(request: HttpRequest, row: DataRequest, deed: Callable[..., object], **said: Any) -> HttpResponse:
    """Take one step with a request; a refusal is said on its page."""
    try:
        deed(row=row, **said, by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(row)


@require_POST
@open_to(can_answer_for_data)
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(DataRequest, pk=pk, status=DataRequest.Status.RECEIVED)
    form = IdentityForm(request.POST, prefix="who")
    if not form.is_valid():
        return redirect(row)
    return _step(request, row, data_requests.recognise, identity=form.cleaned_data["identity"])


@require_POST
@open_to(can_answer_for_data)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, get_object_or_404(DataRequest, pk=pk), data_requests.withdraw)


@require_POST
@open_to(can_answer_for_data)
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, get_object_or_404(DataRequest, pk=pk), data_requests.carry_out)


def _granted(pk: int) -> DataRequest:
    """Find a request whose copy may be made: one for disclosure that was granted."""
    return get_object_or_404(DataRequest, pk=pk, kind=DataRequest.Kind.DISCLOSURE, status__in=DataRequest.YES)


@open_to(can_answer_for_data)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Print everything granted about one person; each look is in the log."""
    row = _granted(pk)
    log(row, "portal.data_request.copy", user=acting(request.user))
    return render(request, "portal/privacy/copy.html", {"row": row, "found": personal.chosen(row.rows)})


@open_to(can_answer_for_data)
def copy_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the same as a file that other programs read."""
    row = _granted(pk)
    log(row, "portal.data_request.copy", user=acting(request.user))
    records = [
        {"record": one.key, "purpose": str(one.purpose.title)} | dict(one.facts) for one in personal.chosen(row.rows)
    ]
    answer = JsonResponse({"records": records}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="request-{row.pk}.json"'
    return answer


@open_to(can_answer_for_data)
def disposals(request: HttpRequest) -> HttpResponse:
    """List official records whose time is over; those ticked and approved go tonight."""
    today = timezone.localdate()
    choices = [(one.key, f"{getattr(one.row, 'delete_after', '')} {one.row}") for one in disposal.proposed(today)]
    form = DisposalForm(posted(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        rows = disposal.approve(keys=form.cleaned_data["keys"], day=today, by=acting(request.user))
        messages.success(request, _("%(count)d records go tonight.") % {"count": len(rows)})
        return redirect("disposals")
    approved = Disposal.objects.select_related("approved_by").order_by("-approved_at")
    context = {
        "form": form,
        "has_due": bool(choices),
        "tonight": approved.filter(status=Disposal.Status.APPROVED),
        "gone": approved.filter(status=Disposal.Status.DONE)[:CLOSED],
    }
    return render(request, "portal/privacy/disposals.html", context)


@require_POST
@open_to(can_answer_for_data)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one record off tonight's list."""
    row = get_object_or_404(Disposal, pk=pk, status=Disposal.Status.APPROVED)
    disposal.keep(row=row, by=acting(request.user))
    return redirect("disposals")
