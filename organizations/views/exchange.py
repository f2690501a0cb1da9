"""The board of needs and offers, a page for each, and the desk where they are written."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms import exchange as forms
from organizations.models import Need, Offer, Organization
from organizations.permissions import acting, may_enter_for_others
from organizations.services import exchange
from organizations.services.receipts import settle
from organizations.views.lists import page_links

Sheet = type[Need] | type[Offer]
SHEETS: dict[str, Sheet] = {"needs": Need, "offers": Offer}
FORMS = {"needs": forms.NeedForm, "offers": forms.OfferForm}
STAFF_FORMS = {"needs": forms.NeedOnBehalfForm, "offers": forms.OfferOnBehalfForm}
PAGE = 24
WRITING = (*Organization.LISTED, Organization.Status.PENDING)


def board(request: HttpRequest, side: str) -> HttpResponse:
    """Show what is asked for, or what is offered, narrowed by kind of help and district."""
    form, today = forms.BoardForm(request.GET), timezone.localdate()
    rows = SHEETS[side].objects.on_board(today).with_sheet().newest_first()
    if kinds := form.chosen("resource"):
        rows = rows.filter(resource__in=kinds)
    if districts := form.chosen("district"):
        rows = rows.in_districts(*districts)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"side": side, "form": form, "page": page, "asked": bool(kinds or districts)}
    return render(request, "organizations/exchange/board.html", context | page_links(request, page))


def show(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    """Show one need or offer; its keepers also find what they may do with it."""
    today = timezone.localdate()
    row = get_object_or_404(SHEETS[side].objects.visible_to(request.user, today).with_sheet(), pk=pk)
    may_edit = editable(request, side).filter(pk=pk).exists()
    context = {"side": side, "row": row, "may_edit": may_edit, "close_form": forms.CloseForm() if may_edit else None}
    return render(request, "organizations/exchange/show.html", context)


def editable(request: HttpRequest, side: str) -> QuerySet[Any]:
    """The needs or offers the reader may change."""
    return SHEETS[side].objects.editable_by(request.user, timezone.localdate()).with_sheet()


def writable(request: HttpRequest) -> Any:
    """The groups in whose name the reader may write."""
    today = timezone.localdate()
    return Organization.objects.editable_by(request.user, today).filter(status__in=WRITING)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List what the reader's groups ask for and offer, whatever its state."""
    today = timezone.localdate()
    rows = {side: sheet.objects.managed_by(request.user, today).newest_first() for side, sheet in SHEETS.items()}
    return render(request, "organizations/exchange/mine.html", rows)


@login_required
def new(request: HttpRequest, side: str) -> HttpResponse:
    """Write a need or an offer, for one's own group or, by staff, for somebody at the counter."""
    groups, forms_of = writable(request), STAFF_FORMS if may_enter_for_others(request.user) else FORMS
    if not groups.exists():
        messages.info(request, _("Please join the network first; then you can write on the board."))
        return redirect("organization_join")
    form = forms_of[side](request.POST or None, organizations=groups)
    if request.method == "POST" and form.is_valid():
        try:
            address = _write_once(request, side, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Written down.") if "draft" in request.POST else _("It is on the board now."))
            return redirect(address)
    return render(request, "organizations/exchange/edit.html", {"side": side, "form": form})


def _write_once(request: HttpRequest, side: str, form: forms.SheetForm) -> str:
    """Post it or keep it as a draft; the same form sent twice finds what it has written already."""
    user = acting(request.user)
    return settle(
        token=form.cleaned_data["sent"],
        purpose=f"write {side}",
        deed=lambda: _write(request, side, form).get_absolute_url(),
        by=user,
    )


def _write(request: HttpRequest, side: str, form: forms.SheetForm) -> Need | Offer:
    deed = exchange.keep_draft if "draft" in request.POST else exchange.post
    behalf = {name: form.cleaned_data[name] for name in ("on_behalf_of", "channel") if name in form.cleaned_data}
    group = form.cleaned_data["organization"]
    return deed(sheet=SHEETS[side], organization=group, **form.said(), **behalf, by=acting(request.user))


@login_required
def edit(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    """Change what a need or an offer says."""
    row = get_object_or_404(editable(request, side), pk=pk)
    form = FORMS[side](request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            exchange.edit(row=row, **form.said(), by=acting(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved. The page shows it already."))
            return redirect(row)
    return render(request, "organizations/exchange/edit.html", {"side": side, "form": form, "row": row})


DEEDS = {"show": exchange.show, "pause": exchange.pause, "withdraw": exchange.withdraw}


@login_required
@require_POST
def move(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    """Open, pause or take back a need or an offer."""
    row = get_object_or_404(editable(request, side), pk=pk)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        deed(row=row, by=acting(request.user))
        messages.success(request, _("Done. It is “%(status)s” now.") % {"status": row.get_status_display()})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(row)


@login_required
@require_POST
def close(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    """Say how a need or an offer ended."""
    row = get_object_or_404(editable(request, side), pk=pk)
    form = forms.CloseForm(request.POST)
    if form.is_valid():
        try:
            exchange.close(row=row, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("Thank you. It helps the whole network to know."))
            return redirect(row)
        except ValidationError as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, refusal)
    context = {"side": side, "row": row, "may_edit": True, "close_form": form}
    return render(request, "organizations/exchange/show.html", context)
