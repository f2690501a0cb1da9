"""In a city's server room. Starts only with values that are safe, and names each one that is not."""

import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.logs import logging
from portal.settings.storage import KINDS, picture_hosts, storage

DEBUG = False
LOOKS_AT_LINKS = env.bool("LOOKS_AT_LINKS", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
STORAGE_URL = env.str("STORAGE_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="")
STAFF_NETWORKS = env.list("STAFF_NETWORKS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)
UNSAFE_MAIL = ("consolemail", "dummymail", "filemail", "memorymail")
UNSAFE_CACHE = ("locmemcache", "dummycache")


def are_networks(names: list[str]) -> bool:
    try:
        return all(ipaddress.ip_network(name) for name in names)
    except ValueError:
        return False


def unsafe_values() -> list[str]:
    """Name every value that would endanger the site."""
    site = urlsplit(BASE_URL)
    rules = {
        "SECRET_KEY: at least 50 letters, kept secret and never one from the code": len(SECRET_KEY) >= 50,
        "DEBUG: must not be on": not env.bool("DEBUG", default=False),
        "ALLOWED_HOSTS: the site's own names, without *": bool(ALLOWED_HOSTS) and "*" not in "".join(ALLOWED_HOSTS),
        "BASE_URL: https:// and the site's name": site.scheme == "https" and bool(site.hostname),
        "BASE_URL: its name must be one of ALLOWED_HOSTS": site.hostname in ALLOWED_HOSTS,
        "EMAIL_URL: a mail server, for example smtp+tls://name:secret@mail.example.jp:587": bool(EMAIL_URL)
        and not EMAIL_URL.startswith(UNSAFE_MAIL),
        "DATABASE_URL: named, never the default": bool(env.str("DATABASE_URL", default="")),
        "STORAGE_URL: file:///a/folder or s3://key:secret@host/bucket": urlsplit(STORAGE_URL).scheme in KINDS,
        "CACHE_URL: one that all processes share": not env.str("CACHE_URL", default="").startswith(UNSAFE_CACHE),
        "FEED_TEST_HOSTS: only for tests": not env.str("FEED_TEST_HOSTS", default=""),
        "STAFF_NETWORKS: networks like 10.20.0.0/16": are_networks(STAFF_NETWORKS),
        "TRUSTED_PROXIES: 0 to 5": 0 <= TRUSTED_PROXIES <= 5,
    }
    return [rule for rule, holds in rules.items() if not holds]


if unsafe := unsafe_values():
    raise ImproperlyConfigured("The portal does not start with unsafe values. " + "; ".join(unsafe))

vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(BASE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
LOGGING = logging(env.str("LOG_LEVEL", default="INFO"))

STORAGES = {
    "default": storage(STORAGE_URL),
    "staticfiles": {"BACKEND": "portal.settings.static.ManifestStorage"},
}
CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += picture_hosts(STORAGES["default"])
STATIC_ROOT = env.str("STATIC_ROOT", default=str(STATIC_ROOT))

# Everything over https, and said so for a year. Health checks and the API are not sent elsewhere.
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^api/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Cookies that belong to this host alone
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
