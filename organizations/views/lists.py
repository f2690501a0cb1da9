"""Where a long list goes on, and which of its rows was chosen."""

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

PAGING = ("page", "after")


def page_address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def page_links(request: HttpRequest, page: Page) -> dict[str, str]:
    """Address the neighbours of a page of a list."""
    return {
        "previous_href": page_address(request, page.previous_page_number()) if page.has_previous() else "",
        "next_href": page_address(request, page.next_page_number()) if page.has_next() else "",
    }


def address(data: QueryDict, **changes: str | None) -> str:
    """Give the address of the same question, from its first page, with some values set, or taken away (None)."""
    query = data.copy()
    for name, value in {**dict.fromkeys(PAGING), **changes}.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def without(data: QueryDict, name: str, value: str) -> str:
    """Give the address of the same question, from its first page, without one of several answers."""
    query = data.copy()
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    return address(query)


def chosen_number(request: HttpRequest, name: str) -> int:
    """Read the number of the row that was sent; 0, which no row has, for what no row could have either."""
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 19 else 0
