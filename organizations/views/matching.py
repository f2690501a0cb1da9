"""The coordinator's desk of needs with their ranked offers, and the page on which two sides answer."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.matching import AnswerForm, HeardForm, MessageForm, PairForm, SettleForm
from organizations.models import Introduction, MessageTemplate, Need, Offer, Organization
from organizations.permissions import acting, is_coordinator
from organizations.services import matching, suggestions
from organizations.views.guards import open_to
from organizations.views.lists import chosen_number

SHOWN = 10
FEW = 3  # with fewer suggestions it is said what would bring more
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


@open_to(is_coordinator)
def desk(request: HttpRequest) -> HttpResponse:
    """List the open needs, longest waiting first, what is being introduced, and whom to ask how it went."""
    today = timezone.localdate()
    alive = Count("introductions", filter=Q(introductions__status__in=Introduction.ALIVE))
    context = {
        "needs": Need.objects.open(today).select_related("organization").annotate(alive=alive).order_by("opened_at"),
        "introductions": Introduction.objects.alive().with_sides().order_by("asked_at"),
        "due": Introduction.objects.to_follow_up(today).with_sides().order_by("follow_up_on"),
    }
    return render(request, "organizations/matching/desk.html", context)


def _open_need(pk: int) -> Need:
    return get_object_or_404(Need.objects.open(timezone.localdate()).with_sheet(), pk=pk)


@open_to(is_coordinator)
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one need with the offers that may answer it, best first, each with its reasons in words."""
    row, now = _open_need(pk), timezone.now()
    found = suggestions.rank_offers(row, now, SHOWN)
    context = {
        "row": row,
        "suggestions": found,
        "widenings": suggestions.widenings(row, now) if len(found) < FEW else [],
        "introductions": row.introductions.with_sides().order_by("-pk"),
        "templates": list(MessageTemplate.objects.all()),
    }
    return render(request, "organizations/matching/need.html", context)


@open_to(is_coordinator)
@require_POST
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask both sides of a need and an offer whether they would like to meet."""
    row, offer = _open_need(pk), get_object_or_404(Offer, pk=chosen_number(request, "offer"))
    form = MessageForm(request.POST)
    try:
        introduction = matching.introduce(need=row, offer=offer, message=form.words(), by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("desk_need", pk=pk)
    messages.success(request, _("Both sides have been asked."))
    return redirect(introduction)


@open_to(is_coordinator)
def pair(request: HttpRequest) -> HttpResponse:
    """Bring two groups together that have neither asked nor offered."""
    groups = Organization.objects.filter(status__in=Organization.LISTED)
    chosen = {name: request.GET.get(name) for name in ("asking", "answering")}
    form = PairForm(request.POST or None, organizations=groups, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            sides = {name: form.cleaned_data[name] for name in ("asking", "answering")}
            row = matching.introduce_organizations(**sides, message=form.words(), by=acting(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Both sides have been asked."))
            return redirect(row)
    return render(request, "organizations/matching/pair.html", {"form": form})


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List the introductions of the reader's groups, those that wait for an answer first."""
    rows = Introduction.objects.managed_by(request.user, timezone.localdate()).with_sides().order_by("-asked_at", "-pk")
    waiting = [row for row in rows if row.status == Introduction.Status.ASKED]
    context = {"waiting": waiting, "others": [row for row in rows if row.status != Introduction.Status.ASKED]}
    return render(request, "organizations/matching/mine.html", context)


def find(request: HttpRequest, pk: int) -> Introduction:
    """Fetch an introduction the reader leads or has a side in."""
    rows = Introduction.objects.visible_to(request.user, timezone.localdate()).with_sides()
    return get_object_or_404(rows, pk=pk)


def sides_of(request: HttpRequest, row: Introduction) -> list[Organization]:
    """Name the sides the reader speaks for, those that have not answered first."""
    today = timezone.localdate()
    own = set(Organization.objects.managed_by(request.user, today).values_list("pk", flat=True))
    mine = [side for side in (row.asking, row.answering) if side.pk in own]
    return sorted(mine, key=lambda side: row.party_answer(side) != "")


def page(request: HttpRequest, row: Introduction, **forms: Any) -> HttpResponse:
    """Show an introduction to whoever has found it: each sees what is theirs to see."""
    mine = sides_of(request, row)
    side = mine[0] if mine else None
    other = (row.answering if side == row.asking else row.asking) if side else None
    context = {
        "row": row,
        "side": side,
        "other": other,
        "leads": is_coordinator(request.user),
        "contacts": other.contacts.order_by("pk") if other and row.contacts_are_open else None,
        "answer_form": forms.get("answer_form") or AnswerForm(initial={"answer": side and row.party_answer(side)}),
        "heard_form": forms.get("heard_form") or HeardForm(sides=(row.asking, row.answering)),
        "settle_form": forms.get("settle_form") or SettleForm(),
    }
    return render(request, "organizations/matching/introduction.html", context)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an introduction."""
    return page(request, find(request, pk))


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes, no or not yet for one's own group."""
    row = find(request, pk)
    mine, form = sides_of(request, row), AnswerForm(request.POST)
    if not mine:
        raise Http404
    if not form.is_valid():
        return page(request, row, answer_form=form)
    return _answer(request, row, side=mine[0], **form.cleaned_data)


@open_to(is_coordinator)
@require_POST
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a side has answered by telephone or at the counter."""
    row = find(request, pk)
    form = HeardForm(request.POST, sides=(row.asking, row.answering))
    if not form.is_valid():
        return page(request, row, heard_form=form)
    return _answer(request, row, **form.cleaned_data)


def _answer(request: HttpRequest, row: Introduction, **said: Any) -> HttpResponse:
    try:
        matching.answer(introduction=row, **said, by=acting(request.user))
        messages.success(request, _("Thank you for your answer."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(row)


DEEDS = {"talk": matching.note_talk, "withdraw": matching.withdraw}


@open_to(is_coordinator)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that they have talked, or call it off."""
    row, deed = find(request, pk), DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        deed(introduction=row, by=acting(request.user))
        messages.success(request, _("Done. It is “%(status)s” now.") % {"status": row.get_status_display()})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(row)


@open_to(is_coordinator)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of it."""
    row, form = find(request, pk), SettleForm(request.POST)
    if form.is_valid():
        try:
            matching.settle(introduction=row, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("Thank you. It helps the whole network to know."))
            return redirect(row)
        except ValidationError as refusal:
            form.add_error("note" if refusal.code == "reason" else None, refusal)
    return page(request, row, settle_form=form)
