"""Finding a place: the list, one space with its free time, one facility."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from organizations.models import SearchDocument
from organizations.services.search import ids_about
from spaces.forms.places import SpaceSearchForm
from spaces.models import Facility, OpeningHours, Space
from spaces.models.places import FacilityQuerySet
from spaces.periods import Period
from spaces.services.availability import days_of, free_periods, next_free
from spaces.services.demand import note_unmet
from spaces.services.finding import find, nearest
from spaces.services.hours import hours_of
from spaces.services.standing import now_of, shut_at, special_days
from spaces.views.asked import chips, offers

PAGE = 30
MAX_DAYS = 62
LOOK_AHEAD = 60


def index(request: HttpRequest) -> HttpResponse:
    """List what can be used; other kinds of facility stand under their own filter."""
    form, now = SpaceSearchForm(request.GET or None), timezone.now()
    form.is_valid()
    if form.is_bound and form.wants_elsewhere:
        return _facilities(request, form)
    wishes, period = (form.cleaned_data, form.period) if form.is_bound else ({}, None)
    found = find(wishes, period=period, now=now)
    page = _page(request, found.numbers)
    page["rows"] = _cards(page["rows"])
    free = next_free(page["rows"], now=now) if found.free is None else found.free
    shut = shut_at([space for space in page["rows"] if hasattr(space, "door")], now)
    context = {"form": form, "period": period, "free": free, "shut": shut, **page}
    if form.is_bound:
        context["chips"] = chips(form, request.GET)
    if not found.numbers:
        _note_vain(wishes, period)
        context["offers"] = offers(form, request.GET, nearest(wishes, period=period, now=now))
    return render(request, "spaces/index.html", context)


def _note_vain(wishes: Mapping[str, Any], period: Period | None) -> None:
    """A search for a time that finds nothing is counted: it is what the city lacks."""
    if period is not None:
        district = wishes["district"].first() if wishes.get("district") else None
        note_unmet(space=None, period=period, head_count=wishes.get("people"), district=district)


def _cards(found: list[int]) -> list[Space]:
    """Fetch all that the cards of one page show, in the order found."""
    rows = Space.objects.select_related("facility__district", "picture", "door").prefetch_related("texts")
    by_id = rows.in_bulk(found)
    return [by_id[pk] for pk in found]


def _page(request: HttpRequest, rows: list[Any]) -> dict[str, Any]:
    """Cut one page out of a short list that is in memory anyway (a city has some hundred spaces)."""
    number = request.GET.get("page", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1
    query = request.GET.copy()
    start = (page - 1) * PAGE
    links = {"previous_href": page - 1 if page > 1 else 0, "next_href": page + 1 if start + PAGE < len(rows) else 0}
    for name, other in links.items():
        query["page"] = str(other)
        links[name] = f"?{query.urlencode()}" if other else ""  # type: ignore[assignment]  # a number becomes its link
    return {"rows": rows[start : start + PAGE], "count": len(rows), **links}


def _facilities(request: HttpRequest, form: SpaceSearchForm) -> HttpResponse:
    data = form.cleaned_data
    facilities: FacilityQuerySet = Facility.objects.listed().filter(kind=data["kind"])
    if data.get("district"):
        facilities = facilities.filter(district__in=data["district"])
    if data.get("q"):
        facilities = facilities.filter(pk__in=ids_about(data["q"], kind=SearchDocument.Kind.FACILITY))
    rows = list(facilities.select_related("district").by_kana())
    return render(request, "spaces/facilities.html", {"form": form, "sources": _sources(rows), **_page(request, rows)})


def _sources(facilities: list[Facility]) -> list[dict[str, str]]:
    """Name each dataset shown once, as its licence asks."""
    found = {
        (f.source_dataset, f.source_attribution, f.source_licence, f.source_url)
        for f in facilities
        if f.source_attribution
    }
    names = ("dataset", "attribution", "licence", "url")
    return [dict(zip(names, source, strict=True)) for source in sorted(found)]


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one space with a week of its free time."""
    space = get_object_or_404(Space.objects.listed().select_related("facility__district", "picture", "door"), slug=slug)
    monday = _monday(request.GET.get("week", ""))
    context = {
        "space": space,
        "facility": space.facility,
        "hours": _weekly(space),
        **_standing(space),
        "activities": space.activities.order_by("name"),
        "equipment": space.equipment.order_by("name"),
        "days": days_of(space, first=monday, last=monday + timedelta(days=6), now=timezone.now()),
        "previous_week": monday - timedelta(days=7) if monday > timezone.localdate() else None,
        "next_week": monday + timedelta(days=7),
    }
    return render(request, "spaces/detail.html", context)


def _standing(space: Space) -> dict[str, Any]:
    """Say how a space stands now, and on what days of the coming weeks it keeps other hours than usual."""
    now = timezone.now()
    first, last = timezone.localdate(now), timezone.localdate(now) + timedelta(days=LOOK_AHEAD)
    hours = hours_of([space], first=first, last=last)[space.pk]
    return {"now": now_of(hours, now), "special_days": special_days(hours, first=first, last=last)}


def _monday(text: str) -> date:
    try:
        day = parse_date(text) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    last = timezone.localdate() + timedelta(days=400)
    day = min(max(day, timezone.localdate()), last)
    return day - timedelta(days=day.weekday())


def _weekly(space: Space) -> list[OpeningHours]:
    """The space's own hours, or else its building's."""
    rows = list(space.facility.opening_hours.filter(Q(space=space) | Q(space__isnull=True)))
    return [row for row in rows if row.space_id] or rows


def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one building with its spaces and where its facts come from."""
    found = get_object_or_404(Facility.objects.listed().select_related("district", "operator", "picture"), slug=slug)
    context = {
        "facility": found,
        "spaces": found.spaces.filter(is_listed=True).select_related("facility__district", "picture").by_kana(),
        "things": found.things.listed().select_related("facility", "picture").by_kana(),
        "hours": found.opening_hours.filter(space__isnull=True),
    }
    return render(request, "spaces/facility.html", context)


def free_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the free periods from one day up to, not including, another."""
    space = get_object_or_404(Space.objects.listed().for_times(), slug=slug)
    try:
        first, end = (date.fromisoformat(request.GET.get(name, "")) for name in ("from", "to"))
    except ValueError:
        return _problem(_("Please give from and to as days such as 2026-11-28."))
    if not timedelta(0) < end - first <= timedelta(days=MAX_DAYS):
        return _problem(_("Please ask for 1 to %(days)d days; to is not included.") % {"days": MAX_DAYS})
    free = free_periods(space, first=first, last=end - timedelta(days=1)) if space.is_bookable else []
    rows = [_iso(period) for period in free]
    return JsonResponse({"space": space.slug, "from": first.isoformat(), "to": end.isoformat(), "free": rows})


def _iso(period: Period) -> dict[str, str]:
    start, end = (timezone.localtime(moment).isoformat() for moment in (period.start, period.end))
    return {"start": start, "end": end}


def _problem(sentence: str) -> JsonResponse:
    return JsonResponse({"detail": sentence}, status=400, json_dumps_params={"ensure_ascii": False})
