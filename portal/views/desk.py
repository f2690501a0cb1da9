"""The desk: everything that waits for the person who has signed in, and everything she may begin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.permissions import can_keep_receptions
from organizations.models import Membership, StaffRole, User, has_role
from organizations.permissions import (
    acting,
    can_reorganize,
    can_start_projects,
    is_coordinator,
    is_staff,
    may_enter_for_others,
)
from portal.forms.desk import ShownForm, ViewForm
from portal.models import CitySettings
from portal.permissions import can_read_register
from portal.services.waiting import desks
from portal.services.waiting.items import Section
from portal.services.waiting.sources import sources_for
from spaces.permissions import can_keep_places

Way = dict[str, str]
Named = Iterator[tuple[str, str]]  # what it is called, and the name of its address


def ways(user: User, manages: bool) -> list[Way]:
    """List what a person may begin, by her roles: for herself and her groups, at the counter, in the office."""
    found = [*_ways_of_all(user, manages), *_ways_of_staff(user), *_ways_of_places(user, manages)]
    found += _ways_of_the_office(user, manages)
    return [{"label": label, "href": reverse(name)} for label, name in found]


def _ways_of_all(user: User, manages: bool) -> Named:
    yield _("Find a room"), "spaces"
    yield _("Join the network"), "organization_join"
    if manages or may_enter_for_others(user):
        yield _("My events"), "event_desk"
        yield _("Post an event"), "event_new"
        yield _("Needs and offers"), "desk_exchange"


def _ways_of_staff(user: User) -> Named:
    if is_coordinator(user):
        yield _("Bring together"), "desk_matching"
        yield _("Not spoken to for long"), "talks"
        yield _("List of groups"), "lists"
    if is_coordinator(user) and CitySettings.current().keeps_cases:
        yield _("Cases"), "cases"
        yield _("Hand over"), "handovers"
    if is_staff(user):
        yield _("Partner agencies"), "agencies"
    if may_enter_for_others(user):
        yield _("Bookings"), "booking_desk"
        yield _("Things lent"), "loan_desk"
        yield _("Calls to make"), "calls"
        yield _("The network"), "ties"
        yield _("The month in the network"), "network_month"
        yield _("Month reports"), "month_reports"
        yield _("Renewals"), "renewals"
        yield _("Notes of the reception"), "memos"


def _ways_of_places(user: User, manages: bool) -> Named:
    if can_keep_places(user):
        yield _("Places to keep"), "places_keep"
        yield _("Season rounds"), "season_desk"
    elif manages:
        yield _("Regular times for groups"), "season_rounds"


def _ways_of_the_office(user: User, manages: bool) -> Named:
    if can_start_projects(user):
        yield _("Gaps"), "gaps"
    if can_start_projects(user) or manages or has_role(user, StaffRole.DEPARTMENT):
        yield _("Projects"), "desk_projects"
    if can_reorganize(user):
        yield _("Staff"), "people"
        yield _("Departments"), "departments"
    if can_read_register(user):
        yield _("What we keep of people"), "privacy"
    if can_keep_receptions(user):
        yield _("Application periods"), "reception_desk"
    if user.has_perm("wagtailadmin.access_admin"):
        yield _("Edit the pages of the site"), "wagtailadmin_home"


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show the desk; a child is led to the page of her group."""
    user, now = acting(request.user), timezone.now()
    groups = desks.own_groups(user, now)
    children = [row for row in groups if row.role == Membership.Role.CHILD]
    if children and len(children) == len(groups):
        return redirect("organization_home", slug=children[0].organization.slug)
    form = ShownForm(request.GET, codes=[source.code for source in sources_for(user)])
    sections = [found for found in desks.desk_of(user, now, **form.asked) if found.items]
    context: dict[str, Any] = {
        "sections": sections,
        "narrowed": form.is_narrowed,
        "filters": _filters(form, sections),
        "query": form.query(),
        "views": [{"name": view.name, "pk": view.pk, "href": f"?{view.query}"} for view in user.desk_views.all()],
        "view_form": ViewForm(auto_id="view_%s", initial={"query": form.query()}),
        "last": desks.last_mark(user, now),
        "groups": groups,
        "ways": ways(user, any(row.is_managing for row in groups)),
    }
    return render(request, "desk/show.html", context)


def _filters(form: ShownForm, sections: list[Section]) -> list[dict[str, Any]]:
    """Offer each heading as a filter with its count, and what is late."""
    chips = [
        {
            "label": found.title,
            "href": f"?{form.query_with(found.source.code)}",
            "count": len(found.items),
            "on": found.source.code in form.asked["only"],
        }
        for found in sections
    ]
    late = {"label": _("Only what is late"), "href": f"?{form.query_with_late()}", "on": form.asked["late"]}
    return [late, *chips] if sections or form.is_narrowed else []


@login_required
@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    """Tick off an item of the desk, or leave it for tomorrow."""
    is_done = "done" in request.POST
    key = request.POST.get("done" if is_done else "later", "")
    try:
        mark = desks.put_aside(key=key, is_done=is_done, by=acting(request.user))
        said = _("“%(title)s” is done.") if is_done else _("“%(title)s” comes back tomorrow.")
        messages.success(request, said % {"title": mark.title})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return _back(request)


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Bring back what was put aside last."""
    mark = desks.take_back_last(by=acting(request.user))
    if mark is None:
        messages.info(request, _("There is nothing to bring back."))
    else:
        messages.success(request, _("“%(title)s” is back.") % {"title": mark.title})
    return _back(request)


@login_required
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep what the desk shows just now under a name."""
    form = ViewForm(request.POST)
    try:
        if form.is_valid():
            desks.keep_view(**form.cleaned_data, by=acting(request.user))
            messages.success(request, _("Kept. It stands above the list from now on."))
        else:
            messages.error(request, _("Please give it a name of at most 40 letters."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return _back(request)


@login_required
@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a kept view go."""
    user = acting(request.user)
    desks.forget_view(view=get_object_or_404(user.desk_views.all(), pk=pk))
    return redirect("desk")


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the desk as it was narrowed."""
    user = acting(request.user)
    data = QueryDict(request.POST.get("query", "")[:400])
    query = ShownForm(data, codes=[source.code for source in sources_for(user)]).query()
    return redirect(f"{reverse('desk')}?{query}" if query else reverse("desk"))
