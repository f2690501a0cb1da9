"""What happens around every request."""

import ipaddress
import re
import time
from collections.abc import Callable

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from organizations.permissions import is_staff
from portal.templatetags.chrome import chrome, strip_language

FUNCTIONS = (
    ("takes_enrolments", re.compile(r"/(organizations/join|enrolments)/")),
    ("takes_registrations", re.compile(r"/events/\d+/(\d+/)?register/")),
    ("takes_bookings", re.compile(r"/(spaces/[^/]+/book|things|loans|desk/loans)/")),
    ("shows_exchange", re.compile(r"/(needs|offers|desk/needs|desk/matching|desk/introductions)/")),
    ("shows_projects", re.compile(r"/(projects|desk/projects)/")),
    ("keeps_cases", re.compile(r"/desk/(cases|handovers)/")),
)
Answer = Callable[[HttpRequest], HttpResponseBase]
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Pages with what belongs to one person, or to whoever holds a link: nobody on the way keeps a copy.
PERSONAL = (
    "/desk/",
    "/accounts/",
    "/invitations/",
    "/enrolments/",
    "/registrations/",
    "/bookings/",
    "/loans/",
    "/receipts/",
    "/renew/",
    "/consents/",
    "/notices/",
)
OPEN_TO_ALL = ("/accounts/", "/site/", "/static/", "/media/", "/healthz", "/dev/")
log = structlog.get_logger("portal.request")


def request_log(get_response: Answer) -> Answer:
    """Write one line per request. It names the route, never the address: addresses hold tokens, places and names."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else "",
            status=response.status_code,
            ms=round((time.perf_counter() - start) * 1000, 1),
        )
        return response

    return answer


def behind_proxies(get_response: Answer) -> Answer:
    """Let everything after us count by who asks: behind a proxy all visitors would share its one address."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.META["REMOTE_ADDR"] = client_address(request)
        return get_response(request)

    return answer


def plain_addresses(get_response: Answer) -> Answer:
    """No address of ours holds a NUL, which PostgreSQL cannot even be asked about."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        return get_response(request)

    return answer


def client_address(request: HttpRequest) -> str:
    """Return who asks: behind our own proxies, the last address that they did not write themselves."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies: int = settings.TRUSTED_PROXIES
    return hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")


def is_staff_network(address: str) -> bool:
    try:
        return any(ipaddress.ip_address(address) in ipaddress.ip_network(net) for net in settings.STAFF_NETWORKS)
    except ValueError:
        return False


def from_staff_network(request: HttpRequest) -> bool:
    """Tell whether staff may ask from there; where no networks are named, they may from everywhere."""
    return not settings.STAFF_NETWORKS or is_staff_network(client_address(request))


def staff_networks(get_response: Answer) -> Answer:
    """Where the city names its networks, the admin is not there for anybody outside them (practice of 三層分離)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/cms/") and not from_staff_network(request):
            raise Http404
        return get_response(request)

    return answer


def second_factor(get_response: Answer) -> Answer:
    """Staff come from the city's networks, and set up a second factor before anything else opens to them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or strip_language(request.path).startswith(OPEN_TO_ALL):
            return get_response(request)
        if is_staff(request.user) or request.user.is_superuser:
            if not from_staff_network(request):
                raise PermissionDenied
            if not is_mfa_enabled(request.user, SECOND_FACTORS):
                return redirect("mfa_activate_totp")
        return get_response(request)

    return answer


def strangers(get_response: Answer) -> Answer:
    """Say who a visitor without a session is without opening one: her pages are the same for all."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()
        return get_response(request)

    return answer


def private_answers(get_response: Answer) -> Answer:
    """Let nobody keep what was made for one person; public files and feeds say themselves that they may be kept."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_personal = strip_language(request.path).startswith(PERSONAL)
        if (is_personal or settings.SESSION_COOKIE_NAME in request.COOKIES) and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return answer


def admin_policy(get_response: Answer) -> Answer:
    """Let Wagtail's page editor run its two inline scripts; every other page keeps the strict policy."""
    looser = csp_replace(settings.ADMIN_CSP)(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        return looser(request) if request.path.startswith("/cms/") else get_response(request)

    return answer


def switches(get_response: Answer) -> Answer:
    """Where the city has switched a function off, its pages are not there, and say so kindly."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = strip_language(request.path)
        function = next((name for name, pattern in FUNCTIONS if pattern.match(path)), None)
        if function and not chrome()["functions"][function]:
            return render(request, "closed.html", status=404)
        return get_response(request)

    return answer
