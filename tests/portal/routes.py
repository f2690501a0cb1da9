"""Every address the site answers to, read from its URLconf."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

# Whole trees of other programs: one row of the matrix stands for each.
TREES = ("cms/", "documents/")


def walk(resolver=None, before: str = "") -> Iterator[str]:
    """List the routes in order, without the language before them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, before + route)
        elif isinstance(pattern, URLPattern):
            yield before + route


def routes() -> list[str]:
    """List each route once; a tree of another program counts as one."""
    found = []
    for route in walk():
        tree = next((tree for tree in TREES if route.startswith(tree)), route)
        if tree not in found:
            found.append(tree)
    return found
