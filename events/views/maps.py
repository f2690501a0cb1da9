"""What is on by place, beside a map that is fetched only when somebody opens it."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.services.cards import cards_of
from events.services.search import find_occurrences
from events.services.spots import spots_of
from events.views.filters import Filters

MOST = 200


def map_of(filters: Filters) -> dict[str, Any]:
    """Gather the coming dates by place."""
    asked = {**filters.form.cleaned_data, "after": None}
    rows = find_occurrences(asked, now=filters.now, meaning=filters.meaning)
    cards = cards_of(rows, now=filters.now, limit=MOST + 1, near=asked.get("near"), placed=True)
    spots = spots_of(cards[:MOST])
    return {
        "spots": [spot for spot in spots if spot.position],
        "elsewhere": [spot for spot in spots if not spot.position],
        "is_cut": len(cards) > MOST,
        "tiles": settings.MAP_TILES,
    }


def show_map(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    """Let this page alone show pictures of the map."""
    allowed = csp_update({"img-src": [settings.MAP_TILES["host"]]})
    return allowed(lambda asked: render(asked, "events/map.html", context))(request)
