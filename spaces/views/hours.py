"""The desk of opening hours: what holds, how the month looks, one period changed at a time, changes taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import ModelLogEntry

from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces import opening_hours as pure
from spaces.forms.hours import HoursForm
from spaces.models import Facility, OpeningHours, SchoolHoliday, Space
from spaces.permissions import can_keep_places
from spaces.services import opening
from spaces.services.hours import hours_with
from spaces.services.standing import hours_by_period

EVER = (None, None)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose hours: a facility's, or those of one of its spaces."""

    facility: Facility
    space: Space | None

    @property
    def rows(self) -> list[OpeningHours]:
        return opening.rows_of(self.facility, self.space)

    @property
    def query(self) -> dict[str, str]:
        return {"space": self.space.slug} if self.space else {}

    def month(self, rows: Iterable[OpeningHours], first: date) -> dict[str, Any]:
        """Work out each day of a month, for its table."""
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        hours = hours_with(rows, facility=self.facility, space=self.space, first=first, last=last)
        school = SchoolHoliday.objects.filter(starts_on__lte=last, ends_on__gte=first)
        return {"days": pure.days_of(hours, first=first, last=last), "first": first, "school": school}


def _owner(request: HttpRequest, slug: str) -> Owner:
    facility, slug = get_object_or_404(Facility, slug=slug), request.GET.get("space", "")
    spaces = {space.slug: space for space in facility.spaces.all()}
    if slug and slug not in spaces:
        raise Http404
    return Owner(facility, spaces.get(slug))


def _home(owner: Owner) -> str:
    return f"{reverse('facility_hours', args=[owner.facility.slug])}?{urlencode(owner.query)}".rstrip("?")


def _day(text: str | None) -> date | None:
    """Read a day from an address; anything else is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _month(text: str | None, otherwise: date | None = None) -> date:
    found = _day(f"{text}-01") or otherwise or timezone.localdate()
    today = timezone.localdate()
    return min(max(found, today - timedelta(days=400)), today + timedelta(days=1100)).replace(day=1)


@open_to(can_keep_places)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the periods, the month that they make, and what was changed."""
    owner = _owner(request, slug)
    first = _month(request.GET.get("month"))
    context = {
        "owner": owner,
        "periods": _periods(owner.rows),
        "spaces": owner.facility.spaces.by_kana(),
        "previous": (first - timedelta(days=1)).strftime("%Y-%m"),
        "next": (first + timedelta(days=32)).strftime("%Y-%m"),
        "changes": _changes(owner),
        "query": urlencode(owner.query),
        **owner.month(owner.rows, first),
    }
    return render(request, "spaces/keeping/hours.html", context)


def _changes(owner: Owner) -> list[ModelLogEntry]:
    number = owner.space.pk if owner.space else None
    return [entry for entry in opening.changes_of(owner.facility, at_most=100) if entry.data.get("space") == number][
        :20
    ]


def _periods(rows: list[OpeningHours]) -> list[dict[str, Any]]:
    """Gather the rows by validity, each with the address that names it."""
    return [{**period, "query": _key((period["first"], period["last"]))} for period in hours_by_period(rows)]


def _key(validity: opening.Validity) -> str:
    names = zip(("from", "through"), validity, strict=True)
    return urlencode({name: day.isoformat() if day else "" for name, day in names})


@open_to(can_keep_places)
def period(request: HttpRequest, slug: str) -> HttpResponse:
    """Change one period, or with ``new`` write another; the month is shown before anything is saved."""
    owner = _owner(request, slug)
    validity = _day(request.GET.get("from")), _day(request.GET.get("through"))
    is_new = "new" in request.GET
    model = EVER if is_new else validity
    rows = [row for row in owner.rows if opening.validity_of(row) == model]
    if not is_new and not rows and owner.rows:
        raise Http404
    initial = {"valid_from": validity[0], "valid_through": validity[1]}
    form = HoursForm(request.POST or None, rows=rows, **initial)
    replacing = None if is_new else validity
    context: dict[str, Any] = {"owner": owner, "form": form, "is_new": is_new, "school": _coming_holidays()}
    if request.method == "POST" and form.is_valid():
        if "save" not in request.POST:
            context |= _preview(owner, form, replacing)
        elif _saved(request, owner, form, replacing):
            return redirect(_home(owner))
    return render(request, "spaces/keeping/period.html", context)


def _coming_holidays() -> Iterable[SchoolHoliday]:
    return SchoolHoliday.objects.filter(ends_on__gte=timezone.localdate()).order_by("starts_on")


def _saved(request: HttpRequest, owner: Owner, form: HoursForm, replacing: opening.Validity | None) -> bool:
    try:
        opening.write_period(
            facility=owner.facility,
            space=owner.space,
            rows=form.rows,
            validity=form.validity,
            replacing=replacing,
            by=acting(request.user),
        )
    except ValidationError as refusal:
        form.add_error("valid_from", refusal)
        return False
    messages.success(request, _("Saved. Residents see it at once. You can take it back below."))
    return True


def _preview(owner: Owner, form: HoursForm, replacing: opening.Validity | None) -> dict[str, Any]:
    """Show the month as it would be, and whose bookings would stand outside the hours."""
    rows = [row for row in owner.rows if opening.validity_of(row) != replacing] + form.rows
    first = max(form.validity[0] or timezone.localdate(), timezone.localdate())
    outside = opening.left_outside(rows, facility=owner.facility, space=owner.space)
    return {"outside": outside, "shown": True, **owner.month(rows, _month(form.data.get("month"), first))}


@open_to(can_keep_places)
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    owner = _owner(request, slug)
    validity = _day(request.GET.get("from")), _day(request.GET.get("through"))
    opening.remove_period(facility=owner.facility, space=owner.space, validity=validity, by=acting(request.user))
    messages.success(request, _("The period is taken away. You can bring it back below."))
    return redirect(_home(owner))


@open_to(can_keep_places)
@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring back the hours as they were before a change."""
    facility = get_object_or_404(Facility, slug=slug)
    change = next((entry for entry in opening.changes_of(facility, at_most=100) if entry.pk == pk), None)
    if change is None:
        raise Http404
    try:
        space = opening.restore_hours(facility=facility, change=change, by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("facility_hours", slug)
    messages.success(request, _("The hours are again as they were."))
    return redirect(_home(Owner(facility, space)))
