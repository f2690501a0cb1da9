"""電話するリスト: whom to ring or write to because they have no mail."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Delivery
from organizations.permissions import acting, may_enter_for_others
from organizations.services import deliveries
from organizations.views.guards import open_to
from organizations.views.lists import chosen_number

TAKEN_BACK = timedelta(days=1)  # so long a call ticked off by mistake can be put back


@open_to(may_enter_for_others)
def index(request: HttpRequest) -> HttpResponse:
    """List the calls and letters that wait, oldest first; tick off what is done."""
    called = Delivery.objects.called(timezone.now() - TAKEN_BACK)
    if request.method == "POST" and "again" in request.POST:
        delivery = get_object_or_404(called, pk=chosen_number(request, "again"))
        deliveries.take_back_done(delivery=delivery)
        return redirect("calls")
    if request.method == "POST":
        delivery = get_object_or_404(Delivery.objects.to_call(), pk=chosen_number(request, "done"))
        deliveries.mark_done(delivery=delivery, by=acting(request.user))
        messages.success(request, _("%(name)s has been told.") % {"name": delivery.name or delivery.phone})
        return redirect("calls")
    context = {"calls": Delivery.objects.to_call().order_by("due_at", "pk"), "called": called.order_by("-done_at")}
    return render(request, "organizations/calls.html", context)
