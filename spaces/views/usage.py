"""How spaces are used, and what was asked for in vain: for those who keep places and those who plan."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from organizations.services.sheets import csv_of
from spaces.forms.doors import MonthForm
from spaces.models import Space
from spaces.services.demand import lacks
from spaces.services.usage import Use, use_by_hour, use_by_purpose, use_of_spaces
from spaces.views.keeping import keepers_only

COLUMNS = ("facility", "space", "open_hours", "lent_hours", "share", "bookings", "people", "no_shows", "cancelled")


def _uses(first: date, last: date) -> list[Use]:
    spaces = Space.objects.bookable().select_related("facility").by_kana()
    return use_of_spaces(list(spaces), first=first, last=last)


@keepers_only
def usage(request: HttpRequest) -> HttpResponse:
    """Show one month: every space, what for, and the wishes nobody could meet."""
    first, last = MonthForm(request.GET).days
    context = {
        "first": first,
        "previous": first - timedelta(days=1),
        "following": last + timedelta(days=1),
        "uses": _uses(first, last),
        "purposes": use_by_purpose(first=first, last=last),
        "lacks": lacks(first=first, last=last),
    }
    return render(request, "spaces/usage/month.html", context)


@keepers_only
def usage_csv(request: HttpRequest) -> HttpResponse:
    """Give the same month as a table for a spreadsheet."""
    first, last = MonthForm(request.GET).days
    rows = [
        [use.space.facility.name, use.space.name, *(getattr(use, name) for name in COLUMNS[2:])]
        for use in _uses(first, last)
    ]
    response = HttpResponse(csv_of(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="spaces-{first:%Y-%m}.csv"'
    return response


@keepers_only
def usage_of_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Show on how many days of a month each hour of a space was lent."""
    space = get_object_or_404(Space.objects.bookable().select_related("facility"), slug=slug)
    first, last = MonthForm(request.GET).days
    hours = use_by_hour(space, first=first, last=last)
    return render(request, "spaces/usage/space.html", {"space": space, "first": first, "hours": hours})
