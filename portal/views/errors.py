"""What a visitor sees when the portal itself is at fault."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponse:
    """Say 503 while the database is away or too busy, and 500 for everything else; neither page asks it anything."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    if away:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
