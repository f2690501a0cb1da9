"""The site follows BASE_URL."""

import pytest
from wagtail.models import Site

from portal.services.address import follow_base_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://kodomo.example.jp", ("kodomo.example.jp", 443)),
        ("http://127.0.0.1:8123", ("127.0.0.1", 8123)),
        ("http://kodomo.example.jp/", ("kodomo.example.jp", 80)),
    ],
)
def test_follow_base_url_when_it_moved_then_the_site_moves_once(settings, address, place):
    settings.BASE_URL = address

    assert follow_base_url() is True
    assert follow_base_url() is False
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == place
