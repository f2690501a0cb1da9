"""Doors: a page that is not there for those who may not see it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from organizations.models import Anyone

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def open_to(may: Callable[[Anyone], bool]) -> Callable[[View[Rest]], View[Rest]]:
    """Let in whom ``may`` names; visitors are asked to sign in, to everybody else the page does not exist."""

    def guard(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard
