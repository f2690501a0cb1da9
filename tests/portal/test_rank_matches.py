"""The ranking of a network file: the desk's own, in one line, without the real database."""

import json

import pytest
from django.core.management import call_command

from organizations.models import Need, Organization
from organizations.services import suggestions
from tests.factories.organizations import NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db

POSTING = {
    "organization": "g1",
    "districts": ["a"],
    "ages": [0, 35],
    "weekdays": None,
    "dayparts": ["morning"],
    "quantity": None,
    "unit": None,
    "valid_from": "2026-10-01",
    "valid_until": "2027-03-31",
    "status": "open",
    "tags": ["絵本"],
    "body": "月に一度です。",
}
OFFER = POSTING | {"organization": "g2", "kind": "offer", "resource": "people"}
GROUP = {"kind": "circle", "district": "a", "summary": "親子の会", "activities": "", "tags": ["親子"], "ages": [0, 35]}
NETWORK = {
    "districts": [
        {"code": "a", "name": "本町", "neighbours": ["b"]},
        {"code": "b", "name": "若宮", "neighbours": ["a"]},
    ],
    "organizations": [GROUP | {"id": "g1", "name": "一の会"}, GROUP | {"id": "g2", "name": "二の会"}],
    "postings": [
        POSTING | {"id": "n1", "kind": "need", "resource": "people", "title": "読み聞かせの方"},
        POSTING | {"id": "n2", "kind": "need", "resource": "place", "title": "ピアノを置く蔵", "tags": ["蔵"]},
        POSTING
        | {"id": "o1", "organization": "g2", "kind": "offer", "resource": "people", "title": "読み聞かせします"},
        POSTING
        | {"id": "o2", "organization": "g2", "kind": "offer", "resource": "people", "title": "読み聞かせと絵本"},
        POSTING
        | {
            "id": "o3",
            "organization": "g2",
            "kind": "offer",
            "resource": "people",
            "title": "読み聞かせ",
            "status": "paused",
        },
    ],
}


def ask(tmp_path, capsys, network=NETWORK, top=5):
    file = tmp_path / "network.json"
    file.write_text(json.dumps(network), encoding="utf-8")
    call_command("rank_matches", str(file), "--as-of", "2026-12-01", "--top", str(top))
    return json.loads(capsys.readouterr().out)


def test_rank_matches_names_every_need_and_says_why(tmp_path, capsys):
    answer = ask(tmp_path, capsys)

    assert {need: {one["id"] for one in found} for need, found in answer.items()} == {"n1": {"o1", "o2"}, "n2": set()}
    assert "どちらも「読み聞かせ」のことです。" in answer["n1"][0]["reasons"]


def test_rank_matches_lists_the_best_first_and_no_more_than_asked(tmp_path, capsys):
    every, best = ask(tmp_path, capsys)["n1"], ask(tmp_path, capsys, top=1)["n1"]

    assert [one["score"] for one in every] == sorted((one["score"] for one in every), reverse=True)
    assert best == every[:1]


def test_rank_matches_leaves_the_real_database_alone(tmp_path, capsys):
    before = Organization.objects.create(slug="real", name="本物の会", kana="ほんもののかい", summary="会")

    ask(tmp_path, capsys)

    assert (list(Organization.objects.all()), Need.objects.count()) == ([before], 0)


def test_rank_matches_when_the_desk_ranks_otherwise_then_so_does_the_command(
    tmp_path, capsys, monkeypatch, coordinator, as_user
):
    need = NeedFactory()
    OfferFactory()

    def seen():
        page = as_user(coordinator).get(f"/desk/matching/{need.pk}/")
        return bool(page.context["suggestions"]), bool(ask(tmp_path, capsys)["n1"])

    usual = seen()
    monkeypatch.setattr(suggestions.scoring, "rank", lambda *args, **kwargs: [])

    assert (usual, seen()) == ((True, True), (False, False))


@pytest.mark.parametrize(
    "network", [pytest.param([], id="a list"), pytest.param({}, id="empty"), pytest.param("x", id="a word")]
)
def test_rank_matches_when_the_file_is_something_else_then_says_so(tmp_path, capsys, network):
    with pytest.raises(SystemExit) as end:
        ask(tmp_path, capsys, network)

    assert (end.value.code, list(json.loads(capsys.readouterr().out))) == (1, ["detail"])


def test_rank_matches_when_there_is_no_file_then_says_so(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("rank_matches", str(tmp_path / "none.json"), "--as-of", "2026-12-01")

    assert (end.value.code, list(json.loads(capsys.readouterr().out))) == (1, ["detail"])
