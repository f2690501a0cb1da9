"""What can be found about pages, and everything anew."""

from wagtail.models import Page

from events.services import index as events
from organizations.models import SearchDocument
from organizations.services import index as organizations
from organizations.services.index import write
from organizations.services.search import Described, index_documents
from portal.models import ContentPage, IndexPage, NewsPage
from portal.models.pages import SitePage
from spaces.services import index as spaces

KINDS = (SearchDocument.Kind.PAGE,)
FOUND = (ContentPage, IndexPage, NewsPage)


def describe_page(page: SitePage) -> Described:
    """Describe a page in its own language; only what is published and open to everybody is found."""
    parts = page.get_url_parts()
    body = page._meta.get_field("body").get_searchable_content(page.body)
    return Described(
        kind=SearchDocument.Kind.PAGE,
        object_id=page.pk,
        title=page.title,
        summary=page.introduction,
        body=" ".join(body),
        language=page.locale.language_code,
        path=parts[2] if parts else "",
        is_public=page.live and parts is not None and not page.get_view_restrictions().exists(),
    )


def index_page(page: Page) -> None:
    """Let a page be found as it is published now."""
    specific = page.specific
    if isinstance(specific, FOUND):
        write([describe_page(specific)])


def reindex_pages() -> int:
    """Write every page anew; return the number of rows."""
    pages = Page.objects.live().public().type(*FOUND).select_related("locale").specific()
    return index_documents((describe_page(page) for page in pages), kinds=KINDS)


def reindex() -> dict[str, int]:
    """Write anew everything that can be found; return the number of rows by floor."""
    return {
        "organizations": organizations.reindex(),
        "spaces": spaces.reindex(),
        "events": events.reindex(),
        "pages": reindex_pages(),
    }
