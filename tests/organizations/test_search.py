from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from organizations.models import District, SearchDocument, ThesaurusTerm
from organizations.services.search import (
    Described,
    ids_about,
    index_document,
    index_documents,
    remove_document,
    search_documents,
    worth,
)
from portal.services.throwaway import throwaway_database

NOW = datetime(2026, 12, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def put(number, title, **rest):
    return index_document(Described(kind=rest.pop("kind", "event"), object_id=number, title=title, **rest))


def found(text, **rest):
    return [hit.row.title for hit in search_documents(text, **rest)]


@pytest.mark.parametrize("query", ["子育て", "こども", "公民館", "よみきかせ", "yomikikase", "おはなし会", "ｺﾄﾞﾓ"])
def test_search_finds_a_title_in_whatever_way_it_is_written(query):
    put(1, "子供の読み聞かせ会", body="公民館で子育てサロン")
    put(2, "サッカー大会")

    assert found(query) == ["子供の読み聞かせ会"]


def test_search_of_nothing_finds_nothing():
    put(1, "絵本の会")

    assert found("  ") == []


@pytest.mark.parametrize(
    "query", ['"', "'", "\\", "* OR *", "a' | 'b", "絵本 AND", "NEAR(絵本)", "\x00", "%", "(((", "🎈"]
)
def test_search_of_signs_is_no_command_to_the_database(query):
    put(1, "絵本の会")

    assert len(found(query)) <= 1


def test_search_keeps_to_kinds_asked_for():
    put(1, "絵本の会")
    put(1, "絵本サークル", kind="organization")

    assert found("絵本", kinds=["organization"]) == ["絵本サークル"]


def test_search_leaves_out_what_is_over_or_not_public():
    put(1, "絵本の会 昨日", ends_at=NOW - timedelta(days=1))
    put(2, "絵本の会 内輪", is_public=False)
    put(3, "絵本の会 明日", ends_at=NOW + timedelta(days=1))

    assert found("絵本", now=NOW) == ["絵本の会 明日"]


def test_index_document_again_replaces_what_was_found():
    put(1, "絵本の会")
    put(1, "将棋の会")

    assert found("絵本") == []
    assert found("将棋") == ["将棋の会"]
    assert SearchDocument.objects.count() == 1


def test_remove_document_forgets_all_languages():
    put(1, "絵本の会")
    put(1, "picture books", language="en")

    remove_document(kind="event", object_id=1)

    assert SearchDocument.objects.count() == 0
    assert found("絵本") == []


def test_index_documents_writes_a_kind_anew_and_leaves_the_others():
    put(1, "絵本の会")
    put(1, "絵本サークル", kind="organization")

    count = index_documents([Described(kind="event", object_id=2, title="紙芝居")], kinds=["event"])

    assert count == 1
    assert set(SearchDocument.objects.values_list("title", flat=True)) == {"紙芝居", "絵本サークル"}


def test_search_in_two_languages_shows_a_thing_once():
    put(1, "絵本 picture book")
    put(1, "picture book hour", language="en")

    assert len(found("picture book", languages=["en", "ja"])) == 1


def test_citys_own_word_is_understood():
    put(1, "児童館まつり")
    ThesaurusTerm.objects.create(concept="児童館", same="もぐらハウス")

    assert found("もぐらハウス") == ["児童館まつり"]


def test_citys_district_is_a_condition():
    District.objects.create(code="m", name="みどりが丘", kana="みどりがおか")
    put(1, "絵本の会", districts=["川添"])
    put(2, "絵本の集い", districts=["みどりが丘"])

    assert found("みどりが丘 絵本")[0] == "絵本の集い"


def test_ids_about_lists_only_what_answers_well():
    put(1, "絵本の会")
    put(2, "サッカー", body="休けいに絵本コーナーもあります。" + "走ります。" * 40)
    put(3, "将棋")

    assert ids_about("絵本", kind="event")[0] == 1
    assert 3 not in ids_about("絵本", kind="event")


def test_worth_of_no_hits_is_none():
    assert worth([]) == []


@pytest.mark.parametrize("others", [1, 3])
def test_search_asks_the_same_number_of_questions_whatever_it_finds(others, django_assert_num_queries):
    for number in range(others):
        put(number, "絵本の会")

    with django_assert_num_queries(5):
        search_documents("絵本", now=NOW)


def test_hit_tells_its_next_date_and_its_reasons():
    put(1, "絵本の会", starts=[NOW - timedelta(days=1), NOW + timedelta(days=6)], ages=(24, 47))

    [hit] = search_documents("2歳 絵本", now=NOW)

    assert hit.starts_at == NOW + timedelta(days=6)
    assert hit.reasons == [("word", "絵本"), ("age", "")]


def test_words_of_rows_deleted_and_changed_in_bulk_are_forgotten():
    put(1, "絵本の会")
    put(2, "絵本の集い")

    SearchDocument.objects.filter(object_id="1").delete()
    SearchDocument.objects.update(terms="将棋")

    assert not SearchDocument.objects.speaking_of([("絵本",)]).exists()
    assert SearchDocument.objects.speaking_of([("将棋",)]).count() == 1


@pytest.mark.django_db
def test_term_index_survives_a_change_of_its_table():
    state = ProjectState.from_apps(SearchDocument._meta.apps)
    later = state.clone()
    change = migrations.AlterField("searchdocument", "summary", models.CharField(max_length=500, blank=True))
    change.state_forwards("organizations", later)

    with throwaway_database():
        put(1, "絵本の会")
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            change.database_forwards("organizations", editor, state, later)
        put(2, "絵本の集い")

        assert found("絵本") == ["絵本の会", "絵本の集い"]
