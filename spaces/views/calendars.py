"""Bookings for calendar programs, and the secret addresses of groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organizations.ical import block, calendar
from organizations.permissions import acting
from organizations.services.addresses import site_address
from spaces.models import CalendarKey, Space
from spaces.permissions import groups_managed_by
from spaces.services import calendars

ICS = "text/calendar; charset=utf-8"
NOT_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


@require_safe
def of_group(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a group's bookings to whoever holds the secret address."""
    key = get_object_or_404(CalendarKey.objects.select_related("organization"), token=token)
    entries = calendars.group_entries(key.organization, now=timezone.now())
    name = _("Bookings of %(group)s") % {"group": key.organization.name}
    return HttpResponse("".join(calendar(name, map(block, entries))), content_type=ICS, headers=NOT_KEPT)


@require_safe
def of_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer when a space is in use."""
    space = get_object_or_404(Space.objects.listed().select_related("facility"), slug=slug)
    entries = calendars.space_entries(space, now=timezone.now())
    kept = {"Cache-Control": "public, max-age=300"}
    return HttpResponse("".join(calendar(str(space), map(block, entries))), content_type=ICS, headers=kept)


@never_cache
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """Show the secret addresses of one's groups; give a new one, or none."""
    groups = groups_managed_by(request.user).select_related("calendar_key")
    if request.method == "POST":
        group = get_object_or_404(groups, slug=request.POST.get("group", "").replace("\0", ""))
        revokes = request.POST.get("deed") == "revoke"
        deed = calendars.revoke_key if revokes else calendars.make_key
        deed(organization=group, by=acting(request.user))
        messages.success(request, _("The address leads nowhere now.") if revokes else _("Here is the new address."))
        return redirect("booking_calendars")
    return render(request, "spaces/calendars.html", {"groups": groups, "base": site_address("")})
