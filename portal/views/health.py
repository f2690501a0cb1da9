"""Whether the portal is well, for the monitor that asks every minute."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organizations.services import clock

log = structlog.get_logger(__name__)
BEAT_AGE = timedelta(seconds=60)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def shared_cache() -> str:
    mark = secrets.token_hex(4)
    cache.set("healthz", mark, 30)
    return "ok" if cache.get("healthz") else _("The cache forgets at once what it is given.")


def queue() -> str:
    last = clock.last_beat()
    if last is None:
        return _("No worker has reported yet. Is it running?")
    if timezone.now() - last > BEAT_AGE:
        return _("The worker has been silent since %(time)s.") % {
            "time": timezone.localtime(last).isoformat("T", "seconds")
        }
    return "ok"


def checked(part: Callable[[], str], unavailable: str) -> str:
    """Ask one part; whatever a broken part raises becomes a sentence without its secrets."""
    try:
        return part()
    except Exception:  # each kind of cache has errors of its own, and a monitor needs an answer
        log.exception("unwell", part=part.__name__)
        return unavailable


@never_cache
@require_safe
def show(request: HttpRequest) -> JsonResponse:
    parts = {
        "database": checked(database, _("The database does not answer.")),
        "cache": checked(shared_cache, _("The cache does not answer.")),
        "queue": checked(queue, _("The database does not answer, so nobody knows.")),
    }
    well = all(said == "ok" for said in parts.values())
    status = "ok" if well else _("Something is out of order; the other lines say what.")
    return JsonResponse(
        {"status": status} | parts, status=200 if well else 503, json_dumps_params={"ensure_ascii": False}
    )
