"""「今日の催し」 inside the city's own pages: the one place of the site that may be framed."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt

from events.services.cards import cards_of
from events.services.search import find_occurrences
from organizations.services.addresses import site_address

MOST = 12


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "form-action": ["'none'"]})
@cache_control(public=True, max_age=300)
def today(request: HttpRequest) -> HttpResponse:
    """List what is on today, for whatever page frames it; no cookie, no script, links open beside it."""
    now = timezone.now()
    day = timezone.localdate(now)
    cards = cards_of(find_occurrences({"from": day, "to": day}, now=now), now=now, limit=MOST + 1)
    context = {"day": day, "cards": cards[:MOST], "more": len(cards) > MOST}
    return render(request, "events/embed_today.html", context)


def snippet(request: HttpRequest) -> HttpResponse:
    """Show how a page takes it in: a few letters to copy."""
    return render(request, "events/embed.html", {"address": site_address(reverse("embed_today"))})
