"""Handing one's work over: the pack, its checklist, and the sheet on paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.casework import HandoverForm
from organizations.models import Handover, HandoverItem
from organizations.permissions import acting, is_coordinator
from organizations.services import handovers
from organizations.views.guards import open_to
from organizations.views.registry import posted

SHOWN = 50


@open_to(is_coordinator)
def index(request: HttpRequest) -> HttpResponse:
    """List what one gives and takes, open first; and begin to hand over."""
    user = acting(request.user)
    form = HandoverForm(posted(request), reader=user)
    if request.method == "POST" and form.is_valid():
        try:
            pack = handovers.prepare_handover(giver=user, **form.cleaned_data, day=timezone.localdate(), by=user)
        except ValidationError as refusal:
            form.add_error("until" if refusal.code == "until" else None, refusal)
        else:
            messages.success(request, _("The list is made, and your colleague is told."))
            return redirect(pack)
    rows = Handover.objects.of(user).select_related("giver", "taker").order_by("-created_at", "-pk")[:SHOWN]
    return render(request, "organizations/casework/handovers.html", {"form": form, "rows": rows})


@open_to(is_coordinator)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pack to its two sides: a checklist, and on paper the notes left for whoever takes over."""
    user = acting(request.user)
    pack = get_object_or_404(Handover.objects.of(user).select_related("giver", "taker"), pk=pk)
    items = handovers.opened(pack=pack, by=user, day=timezone.localdate())
    context = {"pack": pack, "items": items, "takes": pack.taker_id == user.pk}
    return render(request, "organizations/casework/handover.html", context)


@open_to(is_coordinator)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was not taken over yet."""
    user = acting(request.user)
    pack = get_object_or_404(Handover.objects.open().filter(giver=user), pk=pk)
    handovers.withdraw_handover(pack=pack, now=timezone.now(), by=user)
    messages.success(request, _("Taken back."))
    return redirect("handovers")


@open_to(is_coordinator)
@require_POST
def take(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take one thing over."""
    user = acting(request.user)
    pack = get_object_or_404(Handover.objects.filter(taker=user), pk=pk)
    row = get_object_or_404(HandoverItem.objects.filter(handover=pack), pk=item)
    try:
        handovers.take_item(item=row, now=timezone.now(), by=user)
        messages.success(request, _("Taken over."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(pack)
