"""The desk of those who keep the city's calendar: when the schools are on holiday."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.keeping import SchoolHolidayForm
from spaces.models import SchoolHoliday
from spaces.permissions import can_keep_places
from spaces.services import school_holidays as services


@open_to(can_keep_places)
def table(request: HttpRequest) -> HttpResponse:
    """List the school holidays that are not over, and take further ones."""
    form = SchoolHolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_school_holiday(**form.cleaned_data, by=acting(request.user))
        messages.success(request, _("Saved. Rules of events leave these days out from now on."))
        return redirect("school_holidays")
    holidays = SchoolHoliday.objects.filter(ends_on__gte=timezone.localdate()).order_by("starts_on", "pk")
    return render(request, "spaces/keeping/school_holidays.html", {"form": form, "holidays": holidays})


@open_to(can_keep_places)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take school holidays off the table."""
    services.remove_school_holiday(holiday=get_object_or_404(SchoolHoliday, pk=pk), by=acting(request.user))
    messages.success(request, _("Taken off the table."))
    return redirect("school_holidays")
