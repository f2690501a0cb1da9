"""The register of partner agencies, for staff; coordinators keep it and note what was handed over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.forms.casework import AgencyDeskForm, ReferralForm
from organizations.models import AgencyDesk, Case
from organizations.permissions import acting, is_coordinator, is_staff
from organizations.services import agencies
from organizations.views.guards import open_to
from organizations.views.registry import posted

SHOWN = 50


@open_to(is_staff)
def index(request: HttpRequest) -> HttpResponse:
    """List where partner agencies are reached and what they take over."""
    context = {"desks": AgencyDesk.objects.select_related("agency"), "keeps": is_coordinator(request.user)}
    return render(request, "organizations/casework/agencies.html", context)


@open_to(is_coordinator)
def keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write down a desk, a new one or what changed."""
    desk = get_object_or_404(AgencyDesk, pk=pk) if pk else None
    form = AgencyDeskForm(posted(request), instance=desk)
    if request.method == "POST" and form.is_valid():
        agencies.keep_desk(desk=form.save(commit=False), by=acting(request.user))
        messages.success(request, _("Saved."))
        return redirect("agencies")
    return render(request, "organizations/casework/agency_keep.html", {"form": form, "desk": desk})


@open_to(is_coordinator)
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that something was handed over: to whom and when."""
    desk = get_object_or_404(AgencyDesk.objects.select_related("agency"), pk=pk)
    cases = Case.objects.readable_by(request.user, timezone.localdate()).alive().order_by("-number")
    form = ReferralForm(posted(request), cases=cases)
    if request.method == "POST" and form.is_valid():
        agencies.note_referral(desk=desk, **form.cleaned_data, by=acting(request.user))
        messages.success(request, _("Noted."))
        return redirect("agency_refer", pk=pk)
    readable = set(cases.values_list("pk", flat=True))
    rows = desk.referrals.select_related("by", "case")[:SHOWN]
    context = {"desk": desk, "form": form, "referrals": rows, "readable": readable}
    return render(request, "organizations/casework/refer.html", context)
