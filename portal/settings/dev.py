"""On a developer's own machine: open, talkative, nothing to configure."""

from portal.settings.base import *
from portal.settings.logs import logging

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", default="dev-only-key-never-used-in-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
STYLEGUIDE = True
LOGGING = logging("INFO")
DEV_PAGES = True
FORM_TRIES_PER_ADDRESS = FORM_TRIES_PER_PERSON = 100_000  # everybody here comes from one address
