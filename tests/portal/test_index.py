import json

import pytest
from django.core.management import call_command
from wagtail.models import Page

from organizations.models import Organization, SearchDocument
from organizations.services.index import index_organization
from organizations.services.search import search_documents
from portal.models import ContentPage, HomePage
from portal.services.index import index_page
from portal.wagtail_hooks import find_published, forget_hidden
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    home = HomePage.objects.first() or Page.get_first_root_node().add_child(
        instance=HomePage(title="ホーム", slug="home-of-tests", question="何を探していますか")
    )
    return home.add_child(instance=ContentPage(title="就学援助のご案内", slug="aid", introduction="給食費や学用品"))


def found(text):
    return [hit.row.title for hit in search_documents(text)]


def test_group_is_found_by_name_tag_and_purpose():
    group = OrganizationFactory(name="ことりの会", purpose="わらべうたで遊びます")
    group.tags.add("リトミック")

    index_organization(group)

    assert found("小鳥 わらべ歌") == found("リトミック") == ["ことりの会"]


def test_group_that_rests_is_no_longer_found():
    group = OrganizationFactory(name="ことりの会")
    index_organization(group)

    group.status = Organization.Status.DORMANT
    index_organization(group)

    assert found("ことりの会") == []


def test_group_is_found_in_another_language():
    group = OrganizationFactory(name="ことりの会")
    group.texts.create(language="en", title="Little Birds", body="Nursery rhymes")

    index_organization(group)

    assert [hit.row.title for hit in search_documents("nursery rhymes", languages=["en", "ja"])] == ["Little Birds"]


def test_page_is_found_once_published_and_not_when_hidden(guide):
    find_published(None, guide)
    assert found("学用品") == ["就学援助のご案内"]

    guide.unpublish()
    forget_hidden(None, guide)

    assert found("学用品") == []


def test_page_for_members_only_is_not_found(guide):
    guide.view_restrictions.create(restriction_type="login")

    index_page(guide)

    assert SearchDocument.objects.count() == 0


def test_update_search_writes_everything_anew_and_forgets_the_rest(guide, capsys):
    OccurrenceFactory(event=EventFactory(title="おはなし会"))
    EventFactory(title="日どりのない会")
    SpaceFactory()
    SearchDocument.objects.create(kind="event", object_id="0", title="もうない")

    call_command("update_search")

    counts = json.loads(capsys.readouterr().out)
    titles = set(SearchDocument.objects.values_list("title", flat=True))
    assert set(counts) == {"organizations", "spaces", "events", "pages"}
    assert {"おはなし会", "就学援助のご案内"} <= titles
    assert not titles & {"もうない", "日どりのない会"}
