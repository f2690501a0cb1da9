"""Where the site stands on the net: named once, in BASE_URL."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Site


@transaction.atomic
def follow_base_url() -> bool:
    """Let Wagtail's site follow BASE_URL; return whether it had to move."""
    address = urlsplit(settings.BASE_URL)
    hostname = address.hostname or "localhost"
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).exclude(hostname=hostname, port=port).first()
    if site is None:
        return False
    site.hostname, site.port = hostname, port
    site.save()
    return True
