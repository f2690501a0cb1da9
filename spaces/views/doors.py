"""The door of a drop-in place: the counter for staff, the sign for the street, the month in figures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.doors import RoomForm, TapForm
from spaces.forms.usage import StretchForm
from spaces.models import Door, Space, Visit
from spaces.permissions import can_keep_places
from spaces.services import visits
from spaces.services.standing import shut_at
from spaces.services.usage_tables import bands_table, families_table

REFRESH_SECONDS = 60


def _drop_in(slug: str) -> Space:
    return get_object_or_404(Space.objects.drop_in().select_related("facility", "door"), slug=slug)


@open_to(can_keep_places)
def counter(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the buttons; each tap comes back here."""
    space = _drop_in(slug)
    if request.method == "POST":
        _tap(request, space)
        return redirect("door_counter", slug)
    door = getattr(space, "door", None) or Door(space=space)
    now = timezone.now()
    context = {
        "space": space,
        "inside": door.inside if door.is_of_today(now) else 0,
        "level": door.level_at(now),
        "levels": Door.Level.choices,
        "bands": Visit.Band.choices[1:],
        "form": RoomForm(initial={"families": door.holds_families}),
    }
    return render(request, "spaces/door/counter.html", context)


def _tap(request: HttpRequest, space: Space) -> None:
    form = TapForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
        return
    data, now, by = form.cleaned_data, timezone.now(), acting(request.user)
    try:
        if data["do"] == TapForm.UNDO:
            visits.take_back_visit(space=space, now=now, by=by)
        elif data["do"] == TapForm.LEVEL:
            visits.say_level(space=space, level=Door.Level(data["level"]), now=now, by=by)
        else:
            visits.count_visit(space=space, way=Visit.Way(data["do"]), band=data["band"], now=now, by=by)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))


@open_to(can_keep_places)
@require_POST
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """Note how many families fit in."""
    space, form = _drop_in(slug), RoomForm(request.POST)
    if form.is_valid():
        visits.set_room_for(space=space, families=form.cleaned_data["families"], by=acting(request.user))
    else:
        messages.error(request, " ".join(str(sentence) for sentence in form.errors["families"]))
    return redirect("door_counter", slug)


def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the street how full it is; the page looks again every minute by itself."""
    space, now = _drop_in(slug), timezone.now()
    door = getattr(space, "door", None) or Door(space=space)
    level = None if shut_at([space], now) else door.level_at(now)
    context = {"space": space, "level": level, "told_at": door.told_at, "seconds": REFRESH_SECONDS}
    return render(request, "spaces/door/sign.html", context)


@open_to(can_keep_places)
def month(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a month or a year: families by weekday and hour, and by the age of the child."""
    space, form = _drop_in(slug), StretchForm(request.GET)
    days = {"first": form.stretch.first, "last": form.stretch.last}
    bands = visits.families_by_band(space, **days)
    context: dict[str, Any] = {
        "space": space,
        "form": form.showing(),
        "stretch": form.stretch,
        "families": sum(bands.values()),
        "tables": [
            families_table(visits.families_by_hour(space, **days)),
            bands_table(bands, _("Families that came")),
        ],
    }
    return render(request, "spaces/door/month.html", context)
