import pytest
from django.urls import reverse
from modelsearch.query import MATCH_ALL, Phrase, PlainText
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from organizations.models import Picture
from portal.models import ContentPage, HomePage
from portal.search_backend import in_terms
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db

QUERIES = ["子育て", "公民館", "こども", "子供", "読み聞かせ", "こそだて"]


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def guide():
    home = HomePage.objects.first() or Page.get_first_root_node().add_child(
        instance=HomePage(title="ホーム", slug="home-of-tests", question="何を探していますか")
    )
    page = home.add_child(
        instance=ContentPage(title="子育てサロンひだまり", slug="hidamari", introduction="公民館で子どもへ読みきかせ")
    )
    index.insert_or_update_object(page)
    return page


@pytest.fixture
def picture():
    made = Picture.objects.create(title="公民館の子育てひろば", alt="こどもへ読み聞かせ", file=get_test_image_file())
    index.insert_or_update_object(made)
    return made


@pytest.mark.parametrize("query", QUERIES)
def test_search_of_the_cms_finds_a_page_by_any_spelling(editor, guide, query):
    response = editor.get(reverse("wagtailadmin_pages:search"), {"q": query})

    assert "子育てサロンひだまり" in response.content.decode()


@pytest.mark.parametrize("query", QUERIES)
def test_list_of_pictures_finds_a_picture_by_any_spelling(editor, picture, query):
    response = editor.get(reverse("wagtailimages:index"), {"q": query})

    assert "公民館の子育てひろば" in response.content.decode()


def test_search_of_the_cms_needs_every_word(editor, guide):
    response = editor.get(reverse("wagtailadmin_pages:search"), {"q": "子育て サッカー"})

    assert "子育てサロンひだまり" not in response.content.decode()


@pytest.mark.parametrize("method", ["search", "autocomplete"])
@pytest.mark.parametrize("query", ["子供", "公民館 子育て", PlainText("こども")], ids=str)
def test_backend_finds_by_whole_words_and_while_typing(picture, method, query):
    found = getattr(get_search_backend(), method)(query, Picture)

    assert list(found) == [picture]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [("子どもの公民館", "子供 公民 館"), ("！？", "！？"), ("Kids", "kids"), (PlainText("絵本の"), "絵本")],
)
def test_in_terms_turns_what_was_typed_into_terms(typed, terms):
    assert in_terms(typed).query_string == terms


def test_in_terms_of_kana_asks_for_the_sound_too():
    words, heard = in_terms("よみきかせ").subqueries

    assert heard.query_string == "よみきかせ"
    assert words.query_string != "よみきかせ"


@pytest.mark.parametrize("query", [MATCH_ALL, Phrase("絵本"), "  "])
def test_in_terms_leaves_built_and_empty_queries_alone(query):
    assert in_terms(query) is query
