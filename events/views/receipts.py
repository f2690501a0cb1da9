"""/receipts/: find a registration or a booking again by its number and the end of one's telephone number."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from events.forms.registrations import ReceiptForm
from events.models import Registration
from organizations.services.limits import allow
from spaces.models import Booking

TRIES, SECONDS = 10, 600  # from one address, and for one number


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the receipt; a wrong number and a wrong telephone are answered alike."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference, last_four = form.cleaned_data["reference"], form.cleaned_data["last_four"]
        if not _may_try(request, reference):
            form.add_error(None, ValidationError(_("That was often. Please try again in ten minutes, or call us.")))
        elif found := _found(reference, last_four):
            return redirect(found)
        else:
            message = _("We found nothing under this number and telephone. Please check both, or call us.")
            form.add_error(None, ValidationError(message, code="not_found"))
    return render(request, "events/receipts.html", {"form": form})


def _may_try(request: HttpRequest, reference: str) -> bool:
    by_address = allow(f"receipts:{request.META.get('REMOTE_ADDR', '')}", TRIES, SECONDS)
    return allow(f"receipt:{reference}", TRIES, SECONDS) and by_address


def _found(reference: str, last_four: str) -> Registration | Booking | None:
    for model in (Registration, Booking):
        row = model.objects.filter(reference=reference).first()
        digits = "".join(sign for sign in row.phone if sign.isdigit()) if row else ""
        if row is not None and digits[-4:] == last_four:
            return row
    return None
