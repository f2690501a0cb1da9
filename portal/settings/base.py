"""Settings that hold everywhere. What differs by place stands in dev, test and production."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from portal.settings.accounts import *
from portal.settings.cache import cache

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# One second of durability is worth more than 16 % of speed: bookings survive a power cut (synchronous=FULL).
# Nothing is mapped into memory: each thread's connection would map the file anew, for no measurable gain.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
}

# JIT makes wide queries slower; a server that is away is noticed in seconds.
POSTGRES_OPTIONS = {"connect_timeout": 5, "options": "-c jit=off"}


def database(url: str) -> dict[str, object]:
    """Turn a database address into Django's settings, with the options each engine needs here."""
    settings: dict[str, object] = dict(environ.Env.db_url_config(url))
    if str(settings["ENGINE"]).endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
        settings.setdefault("CONN_MAX_AGE", 60)  # opening the file anew costs more than most pages
    else:
        settings.setdefault("CONN_MAX_AGE", 600)
        settings["CONN_HEALTH_CHECKS"] = True
        settings["OPTIONS"] = dict(POSTGRES_OPTIONS)
    return settings


DATABASES = {"default": database(env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
CACHES = {"default": cache(env.str("CACHE_URL", default="") or f"filecache://{VAR_DIR / 'cache'}")}

INSTALLED_APPS = [
    "portal",
    "events",
    "spaces",
    "organizations",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail.contrib.simple_translation",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
]

MIDDLEWARE = [
    "portal.middleware.request_log",
    "portal.middleware.behind_proxies",
    "portal.middleware.plain_addresses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.pages.kept_pages",
    "portal.middleware.pages.deeds",
    "portal.middleware.staff_networks",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.admin_policy",
    "portal.middleware.private_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.strangers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.second_factor",
    "portal.middleware.switches",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Forms are written by our own templates, which mark Japanese choices on pages in another language.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Language, time, place
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English")), ("ja-x-easy", _("Easy Japanese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# Every address answers in easy Japanese too; menus and maps of the site offer it once its pages are written.
SHOWN_LANGUAGES = {"ja": "日本語", "en": "English"}
if env.bool("EASY_JAPANESE", default=False):
    SHOWN_LANGUAGES["ja-x-easy"] = "やさしい にほんご"
LOCALE_PATHS = [BASE_DIR / "portal" / "locale", BASE_DIR / "portal" / "locale_wagtail"]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
FIRST_DAY_OF_WEEK = 1

# People
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-build"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Wagtail
WAGTAIL_SITE_NAME = "こどもネットワーク"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
BASE_URL = WAGTAILADMIN_BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "organizations.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "organizations.forms.pictures.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "organizations.Attachment"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "organizations.forms.documents.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # wherever the files lie, the portal asks first who may read them
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp", "avif": "avif"}
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
ENGINE = str(DATABASES["default"]["ENGINE"]).rpartition(".")[2]
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": f"portal.search_backend.{'sqlite' if ENGINE == 'sqlite3' else 'postgres'}",
        "SEARCH_CONFIG": "simple",
    }
}
TAGGIT_CASE_INSENSITIVE = True

# Doors that open only from the city's own networks; empty: from everywhere. How many proxies stand before us.
STAFF_NETWORKS: list[str] = []
TRUSTED_PROXIES = 0

# Hosts that calendars may be read from although they stand on this very machine: for tests alone.
FEED_TEST_HOSTS: list[str] = env.list("FEED_TEST_HOSTS", default=[])
# Whether the worker looks if the groups' websites are there; production does, and reaches out for it.
LOOKS_AT_LINKS = env.bool("LOOKS_AT_LINKS", default=False)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How often in an hour one form may be sent without signing in: from one address, which many families may share behind
# their telephone company; and with one mail address or number.
FORM_TRIES_PER_ADDRESS = env.int("FORM_TRIES_PER_ADDRESS", default=300)
FORM_TRIES_PER_PERSON = env.int("FORM_TRIES_PER_PERSON", default=10)

# Personal data †: from how many persons a file is published (個人情報ファイル簿), and how long a request may wait.
PERSONAL_FILE_PERSONS = env.int("PERSONAL_FILE_PERSONS", default=1000)
DATA_REQUEST_DAYS = env.int("DATA_REQUEST_DAYS", default=30)

# Jobs: the row stands in the caller's own transaction; one worker beside the server takes it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Browsers
X_FRAME_OPTIONS = "DENY"  # for browsers without frame-ancestors; the others follow the policy below
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# The map of what is on: 地理院タイル, asked for by the visitor's browser when she opens it, by nobody else.
MAP_TILES = {
    "host": "https://cyberjapandata.gsi.go.jp",
    "address": "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png",
    "source": "https://maps.gsi.go.jp/development/ichiran.html",
    "name": "地理院タイル",
}

ADMIN_CSP = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}

# Answer visitors without a session from the pages kept in memory, as long as nothing has changed.
KEEP_PAGES = env.bool("KEEP_PAGES", default=True)

# How long the menu, the foot and the emergency banner may be older than what an editor saved.
CHROME_SECONDS = 15

# The living style guide at /styleguide/ is for whoever builds the site.
STYLEGUIDE = False

# Pages that show mails and codes to whoever builds the site.
DEV_PAGES = False
