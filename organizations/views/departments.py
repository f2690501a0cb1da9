"""1 April at the administrator's desk: which department follows on which, what moves, and the one step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.forms.departments import SuccessorForm
from organizations.models import Organization
from organizations.permissions import acting, can_reorganize
from organizations.services import departments
from organizations.views.guards import open_to
from organizations.views.registry import posted

View = Callable[..., HttpResponse]


def _standing() -> Any:
    return Organization.objects.of_kind(Organization.Kind.DEPARTMENT).filter(status__in=Organization.LISTED).by_kana()


@open_to(can_reorganize)
def index(request: HttpRequest) -> HttpResponse:
    """List the departments that stand today."""
    return render(request, "organizations/departments.html", {"departments": _standing()})


@open_to(can_reorganize)
def succeed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is open at a department; one tap moves it all to the next one."""
    old = get_object_or_404(_standing(), slug=slug)
    form = SuccessorForm(posted(request), old=old)
    if request.method == "POST" and form.is_valid():
        try:
            departments.succeed(old=old, **form.cleaned_data, by=acting(request.user))
        except ValidationError as refusal:
            form.add_error("new", refusal)
        else:
            messages.success(request, _("Everything open has moved to %(name)s.") % {"name": form.cleaned_data["new"]})
            return redirect("departments")
    context = {"old": old, "form": form, "moving": departments.preview(old=old, day=timezone.localdate())}
    return render(request, "organizations/succeed.html", context)
