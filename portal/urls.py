"""Every address of the site. Japanese has no prefix; /en/ and /ja-x-easy/ are the same pages in another language."""

from allauth.account import views as account_views
from allauth.urls import build_provider_urlpatterns
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.api import views as api
from portal.views import (
    accounts,
    desk,
    dev,
    gaps,
    health,
    lists,
    merge,
    month,
    network,
    privacy,
    search,
    site,
    styleguide,
)

handler500 = "portal.views.errors.server_error"

# Of the account pages only those that need no password.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_second_factor = RedirectView.as_view(pattern_name="mfa_reauthenticate", query_string=True)
account_patterns: list[URLPattern | URLResolver] = [
    path("login/", accounts.sign_in, name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", account_views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("signup/", account_views.signup, name="account_signup"),
    path("email/", account_views.email, name="account_email"),
    path("confirm-email/", account_views.email_verification_sent, name="account_email_verification_sent"),
    path("reauthenticate/", to_second_factor, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("child/", accounts.child_sign_in, name="child_sign_in"),
    path("close/", accounts.close, name="account_close"),
]
if settings.OIDC_ENABLED:
    account_patterns += [path("3rdparty/", include("allauth.socialaccount.urls")), *build_provider_urlpatterns()]

privacy_patterns: list[URLPattern | URLResolver] = [
    path("", privacy.register, name="privacy"),
    path("requests/", privacy.index, name="data_requests"),
    path("requests/new/", privacy.new, name="data_request_new"),
    path("requests/<int:pk>/", privacy.show, name="data_request"),
    path("requests/<int:pk>/recognise/", privacy.recognise, name="data_request_recognise"),
    path("requests/<int:pk>/withdraw/", privacy.withdraw, name="data_request_withdraw"),
    path("requests/<int:pk>/carry-out/", privacy.carry_out, name="data_request_carry_out"),
    path("requests/<int:pk>/copy/", privacy.copy, name="data_request_copy"),
    path("requests/<int:pk>/copy.json", privacy.copy_file, name="data_request_file"),
    path("disposals/", privacy.disposals, name="disposals"),
    path("disposals/<int:pk>/keep/", privacy.keep, name="disposal_keep"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.show, name="healthz"),
    path("site/accent.css", site.accent, name="accent"),
    path("robots.txt", site.robots),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/<slug:name>", api.listing, name="api"),
    path("api/v1/<slug:name>/<int:pk>", api.detail, name="api_one"),
    re_path("^api/", api.unknown),
    path("sitemap.xml", sitemaps.index, {"sitemaps": site.SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": site.SITEMAPS}, name="sitemap"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),  # in development; elsewhere the proxy's work
    path("cms/login/", to_sign_in),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEV_PAGES:
    urlpatterns += [path("dev/", dev.show, name="dev"), path("dev/mails/", dev.mails, name="dev_mails")]

if settings.STYLEGUIDE:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide.show), prefix_default_language=False)

urlpatterns += i18n_patterns(
    path("accounts/", include(account_patterns)),
    path("desk/", desk.show, name="desk"),
    path("desk/gaps/", gaps.show, name="gaps"),
    path("desk/gaps/call/", gaps.draft, name="gap_call"),
    path("desk/month/", month.show, name="network_month"),
    path("desk/ties/", network.show, name="ties"),
    path("desk/aside/", desk.put_aside, name="desk_aside"),
    path("desk/back/", desk.take_back, name="desk_back"),
    path("desk/views/", desk.keep_view, name="desk_view"),
    path("desk/views/<int:pk>/forget/", desk.forget_view, name="desk_view_forget"),
    path("desk/lists/groups/", lists.index, name="lists"),
    path("desk/lists/groups/<int:pk>/", lists.show, name="list_import"),
    path("desk/lists/groups.csv", lists.download, {"form": "csv"}, name="list_csv"),
    path("desk/lists/groups.xlsx", lists.download, {"form": "xlsx"}, name="list_xlsx"),
    path("desk/groups/<slug:slug>/merge/", merge.show, name="merge"),
    path("desk/merges/<int:pk>/undo/", merge.undo, name="merge_undo"),
    path("desk/privacy/", include(privacy_patterns)),
    path("search/", search.show, name="search"),
    path("", include("events.urls")),
    path("", include("spaces.urls")),
    path("", include("organizations.urls")),
    path("_util/login/", to_sign_in),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
