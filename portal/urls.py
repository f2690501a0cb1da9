"""Every address of the site. Japanese has no prefix; /en/ and /ja-x-easy/ are the same pages in another language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.views import health, site, styleguide

handler500 = "portal.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.show, name="healthz"),
    path("site/accent.css", site.accent, name="accent"),
    path("robots.txt", site.robots),
    path("sitemap.xml", sitemaps.index, {"sitemaps": site.SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": site.SITEMAPS}, name="sitemap"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.STYLEGUIDE:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide.show), prefix_default_language=False)

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("events.urls")),
    path("", include("spaces.urls")),
    path("", include("organizations.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
