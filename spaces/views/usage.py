"""How spaces are used, and what was asked for in vain: for those who keep places and those who plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from organizations.services.sheets import csv_of
from organizations.views.guards import open_to
from spaces.forms.usage import Stretch, StretchForm
from spaces.models import Space
from spaces.permissions import can_keep_places
from spaces.services import usage_tables as tables
from spaces.services.demand import lacks, wishes
from spaces.services.usage import Usage, usage_of
from spaces.services.usage_tables import Table


def _usage(stretch: Stretch) -> Usage:
    spaces = Space.objects.bookable().select_related("facility").by_kana()
    return usage_of(list(spaces), first=stretch.first, last=stretch.last)


def _of_use(usage: Usage) -> list[Table]:
    return [
        tables.weekdays_table(usage),
        tables.hours_table(usage),
        tables.grid_table(usage),
        tables.purposes_table(usage),
        tables.bands_table(usage.bands, _("Bookings")),
    ]


def _of_wishes(stretch: Stretch) -> list[Table]:
    found = wishes(first=stretch.first, last=stretch.last)
    return [tables.districts_table(found), tables.times_table(found)]


@open_to(can_keep_places)
def usage(request: HttpRequest) -> HttpResponse:
    """Show a month or a year: every space, when, what for and for whom, and the wishes nobody could meet."""
    form = StretchForm(request.GET)
    stretch = form.stretch
    found = _usage(stretch)
    context = {
        "form": form.showing(),
        "stretch": stretch,
        "uses": found.uses,
        "tables": _of_use(found),
        "wishes": _of_wishes(stretch),
        "lacks": lacks(first=stretch.first, last=stretch.last, at_most=20),
    }
    return render(request, "spaces/usage/month.html", context)


@open_to(can_keep_places)
def usage_csv(request: HttpRequest) -> HttpResponse:
    """Give one of the tables for a spreadsheet."""
    stretch, key = StretchForm(request.GET).stretch, request.GET.get("table", "spaces")
    found = _usage(stretch)
    known = {table.key: table for table in (tables.spaces_table(found), *_of_use(found), *_of_wishes(stretch))}
    if key not in known:
        raise Http404
    table = csv_of(known[key].headers, known[key].rows)
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{stretch.span}-{stretch.first:%Y-%m}.csv"'
    return response


@open_to(can_keep_places)
def usage_of_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Show when one space was lent, what for and for whom."""
    space = get_object_or_404(Space.objects.bookable().select_related("facility"), slug=slug)
    form = StretchForm(request.GET)
    found = usage_of([space], first=form.stretch.first, last=form.stretch.last)
    context = {
        "space": space,
        "form": form.showing(),
        "stretch": form.stretch,
        "use": found.uses[0],
        "tables": _of_use(found),
    }
    return render(request, "spaces/usage/space.html", context)
