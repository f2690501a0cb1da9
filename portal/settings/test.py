"""For tests: fast where nothing is lost by it, and strict."""

from portal.settings.base import *
from portal.settings.logs import logging

DEBUG = False
SECRET_KEY = "test-only-key"
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STYLEGUIDE = True
FORM_TRIES_PER_ADDRESS = FORM_TRIES_PER_PERSON = 100_000  # all tests come from one address
KEEP_PAGES = False  # factories change rows without a word to the counters
LOGGING = logging("WARNING")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # looked for when asked for, not listed for each test browser
if "postgres" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # a test's transaction must outlive any age of its connection
    DATABASES["default"]["OPTIONS"] = POSTGRES_OPTIONS | {"connect_timeout": 60}  # a busy machine is no outage


# Real processes started by a test share what they write in the test's own folder.
if env.str("VAR_DIR", default=""):
    CACHES = {"default": env.cache_url_config(f"filecache://{VAR_DIR / 'cache'}")}
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
    MEDIA_ROOT = str(VAR_DIR / "media")
    WHITENOISE_AUTOREFRESH = False
    KEEP_PAGES = env.bool("KEEP_PAGES", default=False)
    if env.str("EMAIL_URL", default=""):
        vars().update(env.email_url("EMAIL_URL"))
