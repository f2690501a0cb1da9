"""Where the cache and the files are, and what holds when one of them is away."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.utils import timezone

from organizations.services import clock
from organizations.services.papers import keep_paper
from portal.settings.cache import Forgiving, cache
from portal.settings.storage import picture_hosts, storage


class Away(LocMemCache):
    """A cache whose server does not answer."""

    def get(self, *said, **how):
        raise ConnectionError("secret address")

    set = add = touch = delete = has_key = incr = get_many = set_many = delete_many = clear = get


class ForgivingAway(Forgiving, Away):
    pass


class ForgivingLocal(Forgiving, LocMemCache):
    pass


@pytest.fixture
def away(settings):
    ForgivingAway.resting_until = 0.0
    settings.CACHES = {"default": {"BACKEND": "tests.portal.test_places_of_things.ForgivingAway"}}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/events/", "/events/feed.ics", "/search/?q=えほん", "/accounts/login/"])
def test_pages_when_the_cache_is_away_then_they_are_there(client, away, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_healthz_when_the_cache_is_away_then_says_so(client, away):
    clock.beat(worker="w", now=timezone.now())

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["cache"] != "ok"
    assert answer.json()["database"] == "ok"


def test_cache_when_away_then_each_question_has_an_answer(away):
    kept = caches["default"]

    assert kept.get("a", 7) == 7
    assert kept.get_or_set("a", 7) == 7
    assert kept.get_many(["a"]) == {}
    assert (kept.add("a", 1), kept.has_key("a"), kept.incr("a"), kept.delete("a")) == (True, False, 1, False)
    assert kept.set_many({"a": 1}) == []
    assert "a" not in kept


def test_cache_when_it_did_not_answer_then_left_alone_for_a_while(away):
    caches["default"].get("a")

    assert ForgivingAway.resting_until > 0


def test_cache_when_it_is_there_then_keeps_what_it_is_given(settings):
    settings.CACHES = {"default": {"BACKEND": "tests.portal.test_places_of_things.ForgivingLocal"}}
    kept = caches["default"]

    kept.set("a", 1, 30)

    assert (kept.get("a"), kept.incr("a"), kept.get_many(["a"])) == (1, 2, {"a": 2})
    with pytest.raises(ValueError, match="not found"):
        kept.incr("b")


def test_cache_when_its_address_is_redis_then_it_is_forgiving_and_not_patient():
    found = cache("redis://127.0.0.1:1/0")

    assert found["BACKEND"] == "portal.settings.cache.ForgivingRedis"
    assert found["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 1}


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("", None),
        ("file:///srv/media", {"location": "/srv/media"}),
        (
            "s3://k%2Fey:se%2Bcret@objects.example.jp/kodomo?region=jp-1",
            {
                "bucket_name": "kodomo",
                "default_acl": None,
                "file_overwrite": False,
                "querystring_expire": 86400,
                "region_name": "jp-1",
                "endpoint_url": "https://objects.example.jp",
                "access_key": "k/ey",
                "secret_key": "se+cret",
            },
        ),
    ],
    ids=["nothing said", "a folder", "a bucket"],
)
def test_storage_when_given_an_address_then_the_files_lie_there(url, options):
    found = storage(url)

    assert found.get("OPTIONS") == options
    assert bool(picture_hosts(found)) == url.startswith("s3:")


@pytest.mark.django_db
def test_papers_when_asked_for_by_their_file_then_they_are_not_there(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = keep_paper(title="名簿", file=ContentFile(b"%PDF-1.4", name="names.pdf"), by=None)

    assert paper.file.url.startswith("/media/documents/")
    assert client.get(paper.file.url).status_code == 404


def test_proxy_when_it_gives_files_away_then_only_pictures():
    said = (Path(site.BASE_DIR) / "deploy/nginx.conf").read_text()
    places = [line.split()[1] for line in said.splitlines() if line.strip().startswith("location /media")]

    assert places == ["/media/images/", "/media/"]
    assert "location /media/ { return 404; }" in said
