"""The desk of those who keep places: facts, hours, closing days."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.models import User
from organizations.services.pictures import keep_picture
from organizations.views.guards import open_to
from spaces.forms.keeping import FacilityForm, SpaceForm
from spaces.models import Closure, Facility, OpeningHours, Space
from spaces.permissions import can_keep_places
from spaces.services import places

SETS = ("equipment", "activities", "parts")
View = Callable[..., HttpResponse]


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


@open_to(can_keep_places)
def index(request: HttpRequest) -> HttpResponse:
    """List the city's own facilities, and the closing days of the whole city."""
    facilities = Facility.objects.filter(source_dataset="").by_kana().prefetch_related("spaces")
    city = Closure.objects.filter(facility=None, space=None, ends_on__gte=timezone.localdate()).order_by("starts_on")
    return render(request, "spaces/keeping/index.html", {"facilities": facilities, "closures": city})


@open_to(can_keep_places)
def facility_new(request: HttpRequest) -> HttpResponse:
    form = FacilityForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facility = places.open_facility(facts=_facts(form), hours=(), by=_by(request))
        return redirect("place_keep", facility.slug)
    return render(request, "spaces/keeping/form.html", {"form": form, "heading": _("A new facility")})


def _facts(form: FacilityForm | SpaceForm) -> dict[str, Any]:
    """What the model takes of a form, with the picture once it is kept."""
    names = set(form._meta.fields or ()) - set(SETS)
    facts = {name: value for name, value in form.cleaned_data.items() if name in names}
    return facts | ({"picture": keep_picture(title=facts["name"], **form.picture)} if form.picture else {})


def _sets(form: SpaceForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in SETS}


@open_to(can_keep_places)
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one facility needs kept: facts, spaces, hours, closing days."""
    found = get_object_or_404(Facility, slug=slug)
    today = timezone.localdate()
    context = {
        "facility": found,
        "spaces": found.spaces.by_kana(),
        "things": found.things.by_kana(),
        "hours": OpeningHours.objects.of_facility(found),
        "closures": Closure.objects.filter(facility=found, ends_on__gte=today).order_by("starts_on"),
    }
    return render(request, "spaces/keeping/facility.html", context)


@open_to(can_keep_places)
def facility_edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Facility, slug=slug)
    form = FacilityForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        places.edit_facility(facility=found, facts=_facts(form), by=_by(request))
        messages.success(request, _("Saved. Residents see it at once."))
        return redirect("place_keep", slug)
    return render(request, "spaces/keeping/form.html", {"form": form, "facility": found, "heading": found.name})


@open_to(can_keep_places)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects.select_related("facility"), pk=pk)
    places.reopen_place(closure=closure, by=_by(request))
    messages.success(request, _("The closure is taken back."))
    return redirect("place_keep", closure.facility.slug) if closure.facility else redirect("places_keep")


@open_to(can_keep_places)
def space_new(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Facility, slug=slug)
    form = SpaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        places.add_space(facility=found, facts=_facts(form), **_sets(form), by=_by(request))
        return redirect("place_keep", slug)
    return render(request, "spaces/keeping/form.html", {"form": form, "facility": found, "heading": _("A new space")})


@open_to(can_keep_places)
def space_edit(request: HttpRequest, slug: str) -> HttpResponse:
    space = get_object_or_404(Space.objects.select_related("facility"), slug=slug)
    form = SpaceForm(request.POST or None, request.FILES or None, instance=space)
    if request.method == "POST" and form.is_valid():
        try:
            places.edit_space(space=space, facts=_facts(form), **_sets(form), by=_by(request))
            messages.success(request, _("Saved. Residents see it at once."))
            return redirect("place_keep", space.facility.slug)
        except ValidationError as refused:
            form.add_error("parts", refused)
    context = {"form": form, "facility": space.facility, "heading": space.name}
    return render(request, "spaces/keeping/form.html", context)
