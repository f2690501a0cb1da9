"""The desk: everything that waits for the person who has signed in, and everything she may begin."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.permissions import can_keep_receptions
from organizations.models import Membership, StaffRole, User, has_role
from organizations.permissions import acting, can_reorganize, can_start_projects, is_coordinator, may_enter_for_others
from portal.permissions import can_read_register
from portal.services import waiting
from spaces.permissions import can_keep_places

Way = dict[str, str]


def ways(user: User, manages: bool) -> list[Way]:
    """List what a person may begin, by her roles."""
    found = [(_("Find a room"), reverse("spaces")), (_("Join the network"), reverse("organization_join"))]
    if manages or may_enter_for_others(user):
        found += [
            (_("My events"), reverse("event_desk")),
            (_("Post an event"), reverse("event_new")),
            (_("Needs and offers"), reverse("desk_exchange")),
        ]
    if is_coordinator(user):
        found.append((_("Bring together"), reverse("desk_matching")))
    if may_enter_for_others(user):
        found += [
            (_("Bookings"), reverse("booking_desk")),
            (_("Calls to make"), reverse("calls")),
            (_("Month reports"), reverse("month_reports")),
        ]
    if can_keep_places(user):
        found += [(_("Places to keep"), reverse("places_keep")), (_("Season rounds"), reverse("season_desk"))]
    elif manages:
        found.append((_("Regular times for groups"), reverse("season_rounds")))
    if can_start_projects(user) or manages or has_role(user, StaffRole.DEPARTMENT):
        found.append((_("Projects"), reverse("desk_projects")))
    if can_reorganize(user):
        found += [(_("Staff"), reverse("people")), (_("Departments"), reverse("departments"))]
    if can_read_register(user):
        found.append((_("What we keep of people"), reverse("privacy")))
    if can_keep_receptions(user):
        found.append((_("Application periods"), reverse("reception_desk")))
    if user.has_perm("wagtailadmin.access_admin"):
        found.append((_("Edit the pages of the site"), reverse("wagtailadmin_home")))
    return [{"label": label, "href": href} for label, href in found]


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Show the desk; a child is led to the page of her group."""
    user, now = acting(request.user), timezone.now()
    groups = waiting.own_groups(user, now)
    children = [row for row in groups if row.role == Membership.Role.CHILD]
    if children and len(children) == len(groups):
        return redirect("organization_home", slug=children[0].organization.slug)
    sections = waiting.desk_of(user, now)
    context: dict[str, Any] = {
        "sections": [section for section in sections if section.items],
        "groups": groups,
        "ways": ways(user, any(row.is_managing for row in groups)),
    }
    return render(request, "desk/show.html", context)
