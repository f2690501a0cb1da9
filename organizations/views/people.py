"""The administrator's list of staff: who has which posts, and the lost second factor."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.models import StaffRole, User
from organizations.permissions import acting, can_reorganize
from organizations.services import staff
from organizations.views.guards import open_to

MOST = 200


def _staff() -> QuerySet[User]:
    found = User.objects.filter(Q(groups__name__in=StaffRole.values) | Q(appointments__isnull=False)).distinct()
    return found.prefetch_related("appointments__organization", "appointments__role").order_by("staff_number", "pk")


@open_to(can_reorganize)
def index(request: HttpRequest) -> HttpResponse:
    """List the city's own people with their posts."""
    roles = dict(StaffRole.choices)
    rows = [
        (user, [(post, roles.get(post.role.name, post.role.name)) for post in user.appointments.all()])
        for user in _staff()[:MOST]
    ]
    return render(request, "organizations/people.html", {"rows": rows})


@require_POST
@open_to(can_reorganize)
def forget_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a lost telephone or key."""
    user = get_object_or_404(_staff(), pk=pk)
    staff.forget_second_factor(user=user, by=acting(request.user))
    messages.success(request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": user.name})
    return redirect("people")
