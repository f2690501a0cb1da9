"""/ja-x-easy/: every public address, in Japanese, and offered only where the city says that it is written."""

import pytest

from tests.factories.events import OccurrenceFactory
from tests.portal.matrix import HIDDEN, ROWS
from tests.portal.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ELSEWHERE = ("healthz", "api/", "site/", "robots.txt", "sitemap", "cms/", "documents/")  # one for all languages


def test_pages_when_asked_for_in_easy_japanese_then_each_is_there_and_is_japanese(client):
    _persons, words = make_world()
    rows = {name: row for name, row in (ROWS | HIDDEN).items() if row.method == "get" and row.answers["visitor"] == 200}
    paths = [row.path.format(**words) for name, row in rows.items() if not name.startswith(ELSEWHERE)]

    answers = {path: client.get(f"/ja-x-easy{path}") for path in paths}

    assert len(paths) > 25
    assert [path for path, answer in answers.items() if answer.status_code != 200] == []
    pages = [answer.content.decode() for answer in answers.values() if "text/html" in answer["Content-Type"]]
    assert [page[:200] for page in pages if '<html lang="ja">' not in page] == []


@pytest.mark.parametrize("written", [True, False])
def test_easy_japanese_when_not_written_then_nothing_leads_there(client, settings, written):
    settings.SHOWN_LANGUAGES = settings.SHOWN_LANGUAGES | ({"ja-x-easy": "やさしい にほんご"} if written else {})
    OccurrenceFactory()

    page = client.get("/events/").content.decode()
    site_map = client.get("/sitemap-events.xml").content.decode()

    assert ('hreflang="ja-x-easy"' in page, "/ja-x-easy/" in site_map) == (written, written)
    assert 'hreflang="en"' in page
