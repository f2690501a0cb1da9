"""/q/<code>/: where every printed QR leads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from organizations.services.paper_codes import path_of


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from paper to the page."""
    path = path_of(code)
    if path is None:
        raise Http404
    return redirect(path)
