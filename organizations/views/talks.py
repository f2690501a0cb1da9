"""Whom we have not spoken to for long: a tap when it is done; and what each coordinator looks after."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.talks import QuietForm, TalkForm, WorkloadForm
from organizations.models import Channel, Organization, Talk, Workload
from organizations.permissions import acting, is_coordinator
from organizations.services import talks
from organizations.views.guards import open_to
from organizations.views.lists import chosen_number, page_links
from organizations.views.registry import posted

PAGE = 30


@open_to(is_coordinator)
def index(request: HttpRequest) -> HttpResponse:
    """List the groups nobody has spoken to, the longest silence first."""
    user = acting(request.user)
    form = QuietForm(request.GET if "days" in request.GET else None)
    said = form.said()
    workload = Workload.objects.filter(user=user).first()
    looked_after = workload if said["mine"] else None
    quiet = talks.quiet_groups(day=timezone.localdate(), days=said["days"], looked_after=looked_after)
    page = Paginator(quiet, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "noted": talks.noted_today(user), "workload": workload}
    return render(request, "organizations/talks/index.html", context | page_links(request, page))


@require_POST
@open_to(is_coordinator)
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Note a call or a visit: one tap, or with its words."""
    organization = get_object_or_404(Organization, slug=slug)
    form = TalkForm(request.POST)
    tapped = request.POST.get("tapped", "")
    if tapped in (Channel.PHONE, Channel.VISIT):
        talks.note_talk(organization=organization, channel=tapped, by=acting(request.user))
    elif form.is_valid():
        talks.note_talk(organization=organization, **form.cleaned_data, by=acting(request.user))
    else:
        messages.error(request, _("Please say how and when."))
        return redirect("group_record", slug=slug)
    messages.success(request, _("Noted: %(name)s.") % {"name": organization.name})
    return redirect("group_record", slug=slug) if not tapped else redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Go on where the tap was made, with the same question."""
    days, mine = request.POST.get("days", ""), request.POST.get("mine", "")
    asked = f"?days={days}" if days.isdecimal() and len(days) < 4 else "?"
    return f"/desk/talks/{asked}{'&mine=on' if mine else ''}"


@require_POST
@open_to(is_coordinator)
def take_back(request: HttpRequest) -> HttpResponse:
    """Undo one's own tap of today."""
    talk = get_object_or_404(Talk, pk=chosen_number(request, "talk"))
    try:
        talks.take_back(talk=talk, by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("talks")


@open_to(is_coordinator)
def workload(request: HttpRequest) -> HttpResponse:
    """Say what one looks after and how much at a time; see what the colleagues do."""
    user = acting(request.user)
    form = WorkloadForm(posted(request), instance=Workload.objects.filter(user=user).first())
    if request.method == "POST" and form.is_valid():
        talks.keep_workload(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("workload")
    others = Workload.objects.exclude(user=user).select_related("user").prefetch_related("districts", "topics")
    return render(request, "organizations/talks/workload.html", {"form": form, "others": others.order_by("user__kana")})
