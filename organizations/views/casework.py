"""Cases: one's own and those one was let into. To everybody else, whatever else they may do, there are none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.casework import (
    CaseForm,
    EntrustForm,
    LetInForm,
    LetOneselfInForm,
    NewCaseForm,
    NoteForm,
)
from organizations.models import Case
from organizations.permissions import acting, is_coordinator
from organizations.services import casework
from organizations.views.guards import open_to
from organizations.views.lists import page_links
from organizations.views.registry import posted

PAGE = 50


def _readable(request: HttpRequest) -> Any:
    return Case.objects.readable_by(request.user, timezone.localdate())


def _own(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.kept_by(request.user), pk=pk)


@open_to(is_coordinator)
def index(request: HttpRequest) -> HttpResponse:
    """List the cases one may open, what is due first; and look for words in these alone."""
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    rows = _readable(request).containing(words).select_related("owner")
    if not words and not request.GET.get("closed"):
        rows = rows.alive()
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "-opened_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    others = Case.objects.kept_by(request.user).alive().exclude(owner=acting(request.user)).select_related("owner")
    context = {"page": page, "q": words, "others": others.order_by("number")[:PAGE]}
    return render(request, "organizations/casework/index.html", context | page_links(request, page))


@open_to(is_coordinator)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a case with its first note."""
    form = NewCaseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        case = casework.open_case(**form.cleaned_data, now=timezone.now(), by=acting(request.user))
        messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
        return redirect(case)
    return render(request, "organizations/casework/new.html", {"form": form})


@open_to(is_coordinator)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case to one of its readers, and note the reading."""
    case = get_object_or_404(_readable(request).select_related("owner"), pk=pk)
    casework.note_reading(case=case, by=acting(request.user))
    return _page(request, case)


def _page(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    user = acting(request.user)
    notes = case.notes.select_related("author")
    context = {
        "case": case,
        "notes": notes if case.owner_id == user.pk else notes.filter(for_successor=True),
        "form": NoteForm(),
        "edit_form": CaseForm(instance=case, prefix="case"),
        "in_form": LetInForm(reader=user, prefix="in"),
        "is_own": case.owner_id == user.pk,
        "accesses": case.accesses.filter(until__gte=timezone.localdate()).select_related("user", "granted_by"),
        "readings": case.readings.select_related("user")[:PAGE],
        "referrals": case.referrals.select_related("desk__agency", "by"),
    }
    return render(request, "organizations/casework/show.html", context | more)


def _done(request: HttpRequest, case: Case) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(case)


def _sent(request: HttpRequest, case: Case, name: str, form: forms.BaseForm, deed: Any) -> HttpResponse:
    """Do what a form of the case's page asks for, or show the page again with what was typed."""
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _done(request, case)
    return _page(request, case, **{name: form})


@open_to(is_coordinator)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on a case."""
    case = get_object_or_404(_readable(request), pk=pk)
    by, now = acting(request.user), timezone.now()
    form = NoteForm(request.POST)
    return _sent(request, case, "form", form, lambda said: casework.write_note(case=case, **said, now=now, by=by))


@open_to(is_coordinator)
@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what a case is about."""
    case = get_object_or_404(_readable(request).filter(owner=acting(request.user)), pk=pk)
    form = CaseForm(request.POST, prefix="case")
    return _sent(request, case, "edit_form", form, lambda said: casework.edit_case(case=case, **said, by=case.owner))


@open_to(is_coordinator)
@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague into one's own case."""
    case = get_object_or_404(_readable(request).filter(owner=acting(request.user)), pk=pk)
    day, by = timezone.localdate(), acting(request.user)
    form = LetInForm(request.POST, reader=by, prefix="in")
    return _sent(request, case, "in_form", form, lambda said: casework.let_in(case=case, **said, day=day, by=by))


@open_to(is_coordinator)
@require_POST
def shut_out(request: HttpRequest, pk: int, access: int) -> HttpResponse:
    """End a colleague's access."""
    case = get_object_or_404(_readable(request).filter(owner=acting(request.user)), pk=pk)
    row = get_object_or_404(case.accesses, pk=access)
    casework.shut_out(access=row, day=timezone.localdate(), by=acting(request.user))
    return _done(request, case)


@open_to(is_coordinator)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a case one step on."""
    case = get_object_or_404(_readable(request), pk=pk)
    status = request.POST.get("status", "")
    if status not in Case.Status.values:
        raise Http404
    try:
        casework.move_case(case=case, status=status, day=timezone.localdate(), by=acting(request.user))
        messages.success(request, _("Saved."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(case)


@open_to(is_coordinator)
def let_oneself_in(request: HttpRequest) -> HttpResponse:
    """Open a colleague's case in need, with a reason; others are told at once."""
    form = LetOneselfInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            access = casework.let_oneself_in(**form.cleaned_data, day=timezone.localdate(), by=acting(request.user))
        except ValidationError as refusal:
            form.add_error("number", refusal)
        else:
            return redirect(access.case)
    return render(request, "organizations/casework/open.html", {"form": form})


@open_to(is_coordinator)
def entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a case into other hands: one's own, or as lead coordinator anybody's, without reading it."""
    case, user = _own(request, pk), acting(request.user)
    form = EntrustForm(posted(request), reader=case.owner)
    if request.method == "POST" and form.is_valid():
        casework.entrust(case=case, to=form.cleaned_data["to"], by=user)
        messages.success(request, _("Saved."))
        return redirect("cases")
    return render(request, "organizations/casework/entrust.html", {"form": form, "case": case})
