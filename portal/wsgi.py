"""The door for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# What was loaded by now stays for good: nobody need look through it again for what may be thrown away.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
