"""What follows when an editor publishes, hides, moves or deletes a page; what her help menu shows."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.services.index import index_page, reindex_pages


@hooks.register("after_publish_page")
def find_published(request: Any, page: Page) -> None:
    index_page(page)


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
@hooks.register("after_move_page")
def forget_hidden(request: Any, page: Page, *more: Any) -> None:
    """Pages below it are hidden, deleted or moved with it."""
    reindex_pages()


@hooks.register("construct_help_menu")
def stay_at_home(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave only the help that stands on this site; the rest leads out of the city's network, to English pages."""
    items[:] = [item for item in items if not str(item.url).startswith("http")]
