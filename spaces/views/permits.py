"""The permit on paper: for the booker by her link, and for staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from spaces.models import Booking


@never_cache
def permit(request: HttpRequest, token: str) -> HttpResponse:
    """Print the permit of a booking that stands, or the notice of one that was refused or given back."""
    found = get_object_or_404(Booking.objects.with_all(), token=token)
    if found.status not in Booking.ON_PAPER:
        raise Http404
    is_permit = found.status in (Booking.Status.CONFIRMED, Booking.Status.DONE)
    context = {"booking": found, "is_permit": is_permit, "issued_on": found.decided_at or found.created_at}
    return render(request, "spaces/paper/permit.html", context)
