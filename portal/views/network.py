"""The network seen by those who tend it: ties as a table and a picture, and whom to think of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organizations.permissions import is_coordinator, may_enter_for_others
from organizations.views.guards import open_to
from portal.services import ties
from portal.services.circle import draw

MOST_DRAWN = 80  # more names than that nobody can read round a circle
MOST_LISTED = 200


@open_to(may_enter_for_others)
def show(request: HttpRequest) -> HttpResponse:
    """Show who is tied to whom. Never a ranking: lists go by name and by day."""
    network = ties.network(timezone.localdate())
    pairs = [(tie.one.pk, tie.other.pk) for tie in network.ties]
    tied = [group for group in network.groups if network.partners[group.pk]][:MOST_DRAWN]
    picture = draw([group.pk for group in tied], pairs)
    context = {
        "network": network,
        "ties": network.ties[:MOST_LISTED],
        "is_cut": len(network.ties) > MOST_LISTED,
        "picture": picture,
        "names": {group.pk: group for group in tied},
        "leads": is_coordinator(request.user),
    }
    return render(request, "portal/network/ties.html", context)
