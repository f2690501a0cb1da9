"""The month of the network on one sheet, to print or to send on."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organizations.models import StaffRole, has_role
from organizations.permissions import may_enter_for_others
from portal.services.month import month_of, report


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show the month asked for; without one, or with one that is none, the last whole month."""
    if not (may_enter_for_others(request.user) or has_role(request.user, StaffRole.PLAN_OFFICE)):
        raise Http404
    today = timezone.localdate()
    first, last = month_of(_asked(request.GET.get("month", "")) or today.replace(day=1) - timedelta(days=1))
    following = last + timedelta(days=1)
    context = {
        "first": first,
        "last": last,
        "is_running": first <= today <= last,
        "parts": report(first, last),
        "previous": first - timedelta(days=1),
        "following": following if following <= today else None,
    }
    return render(request, "portal/network/month.html", context)


def _asked(text: str) -> date | None:
    """Read ``2026-11``; None for what is no month the portal can have seen."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None
