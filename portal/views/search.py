"""One box over everything."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from organizations.models import SearchDocument
from organizations.services.search import Hit, read_query, relaxations, search_documents, worth
from organizations.templatetags.search_words import kind_words

PAGE = 20
LONGEST = 200
EXAMPLES = (
    gettext_lazy("rainy day 2 years old"),
    gettext_lazy("saturday craft"),
    gettext_lazy("story time"),
    gettext_lazy("I want to make friends"),
    gettext_lazy("help with homework"),
    gettext_lazy("room to borrow"),
)


def show(request: HttpRequest) -> HttpResponse:
    """Find groups, events, places, projects and pages by the words typed, best first."""
    now = timezone.now()
    query = read_query(request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip(), now=now)
    asked: dict[str, Any] = {"now": now, "languages": [get_language() or "ja", "ja"]}
    hits = worth(search_documents(query, **asked))
    kind = request.GET.get("kind", "")
    shown = [hit for hit in hits if hit.row.kind == kind] if kind in SearchDocument.Kind.values else hits
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "page": page,
        "kinds": _kinds(request, hits, kind),
        "actions": [] if shown else [*(_nearer(request, *pair) for pair in relaxations(query, **asked)), *_lists()],
        "examples": [] if query.text else [{"label": words, "href": _address(request, q=words)} for words in EXAMPLES],
        "previous_href": _address(request, page=page.previous_page_number()) if page.has_previous() else "",
        "next_href": _address(request, page=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "portal/search.html", context)


def _lists() -> list[dict[str, str]]:
    """Lead to the lists, where nothing was found."""
    names = {"events": _("Things to do"), "spaces": _("Places"), "organizations": _("Groups")}
    return [{"label": label, "href": reverse(name)} for name, label in names.items()]


def _address(request: HttpRequest, **changes: object) -> str:
    asked = request.GET.copy()
    for name, value in changes.items():
        asked[name] = str(value)
    return f"?{asked.urlencode()}"


def _kinds(request: HttpRequest, hits: list[Hit], chosen: str) -> list[dict[str, Any]]:
    """Offer each kind that was found, and all of them."""
    counts = Counter(hit.row.kind for hit in hits)
    if len(counts) < 2:
        return []
    return [
        {
            "label": kind_words(kind),
            "count": counts[kind],
            "on": kind == chosen,
            "href": _address(request, kind="" if kind == chosen else kind, page=1),
        }
        for kind in SearchDocument.Kind.values
        if counts[kind]
    ]


def _nearer(request: HttpRequest, words: str, count: int) -> dict[str, str]:
    found = ngettext("“%(words)s”: %(count)d found", "“%(words)s”: %(count)d found", count)
    return {"label": found % {"words": words, "count": count}, "href": _address(request, q=words, kind="", page=1)}
