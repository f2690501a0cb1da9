import pytest
from django.urls import reverse

from organizations.services.search import Described, index_document, search_documents
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_word_an_editor_adds_is_understood_at_once(editor):
    index_document(Described(kind="space", object_id=1, title="汐見児童館"))
    assert search_documents("もぐらハウス") == []

    editor.post(reverse("thesaurus:add"), {"concept": "児童館", "same": "もぐらハウス、もぐはう", "near": ""})

    assert [hit.row.title for hit in search_documents("もぐはう")] == ["汐見児童館"]


@pytest.mark.parametrize("concept", ["", "あ" * 61])
def test_word_that_is_missing_or_too_long_is_refused_with_what_was_typed(editor, concept):
    response = editor.post(reverse("thesaurus:add"), {"concept": concept, "same": "もぐらハウス"})

    assert response.status_code == 200
    assert "もぐらハウス" in response.content.decode()


def test_words_are_kept_by_editors_only(client):
    assert client.get(reverse("thesaurus:index")).status_code == 302
