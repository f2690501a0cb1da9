"""Whole pages kept for visitors who are nobody yet, answered before anything asks who they are."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.cache import get_conditional_response

from organizations.services.content_versions import bump, newest
from portal.templatetags.chrome import forget_chrome, strip_language

Answer = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[object, ...]
MOST_BYTES = 12 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
LONGEST_QUERY = 300
KINDS = ("text/html", "text/calendar", "application/atom+xml", "application/json")
# A browser may keep the page, but asks each time whether it is still the one: what changes is seen at once.
ASK_EACH_TIME = "public, no-cache"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is the same for everybody. Its mark hangs on its bytes alone, so it outlives minute and day."""

    body: bytes
    headers: dict[str, str]
    etag: str
    match: ResolverMatch | None


class Shelf:
    """So many bytes of answers; what nobody asked for the longest time falls off first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.rows: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Kept | None:
        with self.lock:
            if (kept := self.rows.get(key)) is not None:
                self.rows.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        with self.lock:
            self.drop(key)
            self.rows[key] = kept
            self.bytes += len(kept.body)
            while self.bytes > self.most_bytes:
                self.drop(next(iter(self.rows)))

    def drop(self, key: Key) -> None:
        if (kept := self.rows.pop(key, None)) is not None:
            self.bytes -= len(kept.body)


def kept_pages(get_response: Answer) -> Answer:
    """Answer a stranger what the last stranger was answered, as long as nothing changed and the minute is the same.

    Pages decide by what they are: a page that sets a cookie (every page with a form does), reads one, or forbids
    keeping is never kept.
    """
    if not settings.KEEP_PAGES:
        raise MiddlewareNotUsed
    shelf = Shelf(MOST_BYTES)

    def answer(request: HttpRequest) -> HttpResponseBase:
        key = key_of(request) if is_stranger(request) else None
        if key is None:
            return get_response(request)
        kept = shelf.get(key)
        if kept is None:
            response = get_response(request)
            if request.method == "HEAD" or not is_for_all(response):
                return response
            if isinstance(response, StreamingHttpResponse):
                return kept_on_the_way(response, lambda kept: shelf.put(key, kept), request.resolver_match)
            if not isinstance(response, HttpResponse):
                return response
            kept = keep(response, response.content, request.resolver_match)
            if len(kept.body) <= LARGEST:
                shelf.put(key, kept)
        request.resolver_match = kept.match
        return said_again(request, kept)

    return answer


def deeds(get_response: Answer) -> Answer:
    """Let visitors see at once what somebody did here: a form that led on, whatever an editor saved."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "POST" and has_changed(request.path, response.status_code):
            bump("deeds")
        return response

    return answer


def has_changed(path: str, status: int) -> bool:
    """Tell whether something visitors see may have changed. An editor's save answers in many ways."""
    if path.startswith("/cms/"):
        forget_chrome()
        return status < 400 and "/preview/" not in path
    return status in (302, 303) and not strip_language(path).startswith("/accounts/")


def is_stranger(request: HttpRequest) -> bool:
    """Tell whether the answer can hang on nothing but the address."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    plain = "HTTP_AUTHORIZATION" not in request.META and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    return request.method in ("GET", "HEAD") and plain and not known


def key_of(request: HttpRequest) -> Key | None:
    """Name an answer by all it hangs on: the address (its path holds the language), what has changed, the minute.

    None while the database does not answer: then each page says so itself.
    """
    try:
        changes = newest()
    except DatabaseError:
        return None
    minute = int(timezone.now().timestamp()) // 60
    return (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""), changes, minute)


def is_for_all(response: HttpResponseBase) -> bool:
    """Tell whether an answer is whole, and the same for everybody."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    control = response.headers.get("Cache-Control", "")
    personal = response.cookies or "Cookie" in response.headers.get("Vary", "")
    return (
        response.status_code == 200
        and kind in KINDS
        and not personal
        and not any(word in control for word in ("private", "no-store", "no-cache"))
    )


def keep(response: HttpResponseBase, body: bytes, match: ResolverMatch | None) -> Kept:
    etag = response.headers.get("ETag") or f'"{sha256(body).hexdigest()[:32]}"'
    headers = {**response.headers, "ETag": etag}
    headers.setdefault("Cache-Control", ASK_EACH_TIME)
    headers.pop("Vary", None)  # the language stands in the address
    return Kept(body, headers, etag, match)


def kept_on_the_way(
    response: StreamingHttpResponse, put: Callable[[Kept], None], match: ResolverMatch | None
) -> StreamingHttpResponse:
    """Send the pieces on as they come; what went out to its end is kept for the next visitor."""
    pieces = cast(Iterator[bytes], response.streaming_content)
    response.streaming_content = noted(pieces, lambda body: put(keep(response, body, match)))
    return response


def noted(pieces: Iterator[bytes], put: Callable[[bytes], None]) -> Iterator[bytes]:
    """Pass the pieces on, and in the end hand over the whole, unless it is too large."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= LARGEST:
            held.append(piece)
        else:
            held.clear()
        yield piece
    if size <= LARGEST:
        put(b"".join(held))


def said_again(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    """Answer with what is kept, or 304 to whoever holds it already."""
    response = HttpResponse(kept.body, headers=kept.headers)
    return get_conditional_response(request, etag=kept.etag, response=response) or response
