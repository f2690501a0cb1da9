"""Where a long list goes on, and which of its rows was chosen."""

from django.core.paginator import Page
from django.http import HttpRequest


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


def chosen_number(request: HttpRequest, name: str) -> int:
    """Read the number of the row that was sent; 0, which no row has, for what no row could have either."""
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 19 else 0
