"""A note of the reception becomes an event: its words stand in the form, nothing is posted yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.services.from_memos import begin_event
from organizations.models import Memo, Organization
from organizations.permissions import acting, may_enter_for_others


@require_POST
@login_required
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the form of a new event with the memo's words."""
    if not may_enter_for_others(request.user):
        raise Http404
    memo = get_object_or_404(Memo, pk=pk)
    chosen = request.POST.get("organization", "").replace("\0", "")
    group = Organization.objects.filter(status__in=Organization.SHOWN, slug=chosen).first()
    if group is None:
        messages.error(request, _("Please choose the group first."))
        return redirect("memo", pk=pk)
    try:
        return redirect(begin_event(memo=memo, organization=group, by=acting(request.user)))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("memo", pk=pk)
