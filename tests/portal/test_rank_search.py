import json

import pytest
from django.core.management import call_command

from organizations.services import search

pytestmark = pytest.mark.django_db  # a database in memory takes the place of this one

BOOKS = {
    "id": "a",
    "type": "event",
    "title": "絵本の会",
    "body": "図書館で。",
    "tags": ["読み聞かせ"],
    "district": "南野",
    "ages": [0, 35],
    "starts": "2026-12-05T10:00:00+09:00",
}
BALLS = {"id": "b", "type": "organization", "title": "少年サッカー", "ages": None, "starts": None}
CORPUS = {"documents": [BOOKS, BALLS]}
QUERIES = [{"id": "q1", "q": "よみきかせ"}, {"id": "q2", "q": "サッカー"}, {"id": "q3", "q": "囲碁"}]


@pytest.fixture
def files(tmp_path):
    for name, content in (("corpus", CORPUS), ("queries", QUERIES)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return [str(tmp_path / "corpus.json"), str(tmp_path / "queries.json")]


def rankings(files, capsys, *more):
    call_command("rank_search", *files, *more)
    return json.loads(capsys.readouterr().out)


def test_rank_search_answers_every_query_and_touches_no_database(files, capsys):
    answer = rankings(files, capsys)

    assert {query: [hit["id"] for hit in hits] for query, hits in answer.items()} == {
        "q1": ["a"],
        "q2": ["b"],
        "q3": [],
    }


def test_rank_search_gives_at_most_top(files, capsys):
    assert rankings(files, capsys, "--top", "0") == {"q1": [], "q2": [], "q3": []}


def test_rank_search_says_why_in_japanese(files, capsys):
    [hit] = rankings(files, capsys)["q1"]

    assert hit["reasons"] == ["「よみきかせ」のこと"]
    assert hit["score"] > 0


def test_rank_search_of_a_broken_file_ends_with_a_sentence(files, capsys, tmp_path):
    (tmp_path / "corpus.json").write_text("[", encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        call_command("rank_search", *files)

    assert ended.value.code == 1
    assert "detail" in json.loads(capsys.readouterr().out)


def test_rank_search_asks_the_ranking_that_the_site_asks(files, capsys, monkeypatch):
    monkeypatch.setattr(search, "rank", lambda query, candidates, total: [])

    assert rankings(files, capsys) == {"q1": [], "q2": [], "q3": []}
