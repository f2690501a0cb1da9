"""Small files about the site itself: its colour, what robots may read, its map."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from wagtail.contrib.sitemaps import Sitemap as OneLanguageSitemap
from wagtail.models import Page

from events.models import Event, Reception
from organizations.models import Organization, Project
from organizations.services.addresses import site_address
from portal.models import CitySettings
from spaces.models import Space

ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /cms/
Disallow: /accounts/
Disallow: /search/
Disallow: /*?

Sitemap: {base}/sitemap.xml
"""


@cache_control(public=True, max_age=300)
def accent(request: HttpRequest) -> HttpResponse:
    """Give the city's colour as a stylesheet of its own, for light and for dark."""
    city = CitySettings.current()
    css = f":root{{--accent:{city.accent};--accent-bright:{city.accent_bright}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of what is personal and of every combination of filters."""
    return HttpResponse(ROBOTS.format(base=site_address("")), content_type="text/plain; charset=utf-8")


class PagesSitemap(OneLanguageSitemap):
    """Every editorial page, in every language."""

    def items(self) -> QuerySet[Page]:
        pages = Page.objects.live().public().filter(depth__gt=1).order_by("path")
        return pages.defer_streamfields().specific()


class RecordsSitemap(Sitemap[Model]):
    """One kind of public record, each in every language."""

    i18n = True
    alternates = True
    limit = 5000

    def __init__(self, rows: Callable[[], QuerySet[Model]]) -> None:
        self.rows = rows

    def get_languages_for_item(self, item: Model) -> list[str]:
        return list(settings.SHOWN_LANGUAGES)

    def items(self) -> QuerySet[Model]:
        return self.rows().order_by("pk")


SITEMAPS = {
    "pages": PagesSitemap,
    "events": RecordsSitemap(Event.objects.public),
    "deadlines": RecordsSitemap(Reception.objects.public),
    "organizations": RecordsSitemap(Organization.objects.listed),
    "spaces": RecordsSitemap(Space.objects.listed),
    "projects": RecordsSitemap(Project.objects.public),
}
