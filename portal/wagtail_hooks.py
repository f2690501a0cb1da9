"""What follows when an editor publishes, hides, moves or deletes a page."""

from typing import Any

from wagtail import hooks
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
