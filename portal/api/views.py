"""Answers the public API: no session, no cookie, readable from every site, unchanged answers with 304."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.services.addresses import site_address
from organizations.services.content_versions import current
from portal.api.bodies import Problem
from portal.api.description import document
from portal.api.rows import LISTINGS, Listing, one_of, page_of

Answer = TypeVar("Answer", bound=HttpResponseBase)
MOST, USUAL = 100, 30
NOT_HERE = ("view", "literal")
encode = msgspec.json.Encoder().encode


class NotUnderstood(Exception):
    """A question with a value, or a name, that the API does not know."""


@require_safe
def listing(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer one list."""
    wanted = LISTINGS.get(name)
    if wanted is None:
        return _answer(Problem(_("There is no list of this name.")), 404)
    etag = _etag(request)
    if known := get_conditional_response(request, etag=etag):
        return _open(known)
    try:
        limit, asked = _question(request.GET, wanted)
    except NotUnderstood as problem:
        return _answer(Problem(str(problem)), 400)
    rows = wanted.rows(asked, timezone.now())
    results, mark = page_of(wanted, rows, limit=limit, base=site_address(""))
    answer = _answer({"results": results, "next": _next(request, mark)}, 200)
    answer.headers["ETag"] = etag
    return answer


@require_safe
def detail(request: HttpRequest, name: str, pk: int) -> HttpResponseBase:
    """Answer one row of a list, by its number."""
    wanted = LISTINGS.get(name)
    body = one_of(wanted, pk, base=site_address("")) if wanted else None
    if body is None:
        return _answer(Problem(_("Nothing public has this number.")), 404)
    etag = _etag(request)
    if known := get_conditional_response(request, etag=etag):
        return _open(known)
    answer = _answer(body, 200)
    answer.headers["ETag"] = etag
    return answer


@require_safe
def unknown(_request: HttpRequest) -> HttpResponseBase:
    """Say in a program's words that nothing is here."""
    return _answer(Problem(_("There is no list of this name.")), 404)


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """Describe the API for programs that write programs."""
    return _answer(document(site_address("")), 200)


def _question(query: QueryDict, wanted: Listing) -> tuple[int, Mapping[str, Any]]:
    """Read limit and the mark of the last page, and everything else as the lists of the site read it."""
    limit = _number(query.get("limit", str(USUAL)), "limit")
    if not 1 <= limit <= MOST:
        raise NotUnderstood(_("limit: at most %(most)d.") % {"most": MOST})
    own = {"limit", "after"} if wanted.mark is None else {"limit"}
    rest = query.copy()
    for name in own:
        rest.pop(name, None)
    form = wanted.question(rest)
    _refuse_unknown(query, own | set(form.fields) - set(NOT_HERE))
    if not form.is_valid():
        problems = (f"{name}: {message}" for name, messages in form.errors.items() for message in messages)
        raise NotUnderstood(" ".join(problems))
    return limit, form.cleaned_data | ({"after": _mark(query)} if wanted.mark is None else {})


def _refuse_unknown(query: QueryDict, known: set[str]) -> None:
    for name in query:
        if name not in known:
            raise NotUnderstood(_("“%(value)s” is not known here.") % {"value": name[:40]})


def _mark(query: QueryDict) -> int | None:
    mark = query.get("after")
    return _number(mark, "after") if mark else None


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise NotUnderstood(f"{name}: " + _("“%(value)s” is not known here.") % {"value": text[:40]})
    return int(text)


def _next(request: HttpRequest, mark: str | None) -> str | None:
    if mark is None:
        return None
    query = request.GET.copy()
    query["after"] = mark
    return site_address(f"{request.path}?{query.urlencode()}")


def _etag(request: HttpRequest) -> str:
    mark = f"{current('events', 'organizations', 'spaces')} {timezone.now():%Y%m%d%H%M} {request.get_full_path()}"
    return f'"{sha256(mark.encode("utf-8", "replace")).hexdigest()[:32]}"'


def _answer(body: object, status: int) -> HttpResponse:
    answer = HttpResponse(encode(body), status=status, content_type="application/json; charset=utf-8")
    return _open(answer)


def _open(answer: Answer) -> Answer:
    """Let programs on every other site read it; they send no credentials, and get nothing that needs any."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
