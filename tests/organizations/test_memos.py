import pytest
from django.core.exceptions import ValidationError

from events.models import UnsentForm
from organizations.models import Memo, Need, Talk
from organizations.services import memos
from tests.factories.organizations import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(roles=["place_staff"]))
    return client


def memo(**words):
    return memos.note(**{"text": "絵本を運ぶ人がほしい\n土曜の午前", "by": None} | words)


def test_mistake_when_told_from_a_page_then_the_memo_knows_the_group(client):
    group = OrganizationFactory(slug="hidamari")

    answer = client.post("/report/", {"text": "もう活動していません", "path": "/organizations/hidamari/"})

    row = Memo.objects.get()
    assert (row.organization, row.path, answer.url) == (group, "/organizations/hidamari/", "/organizations/hidamari/")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/"])
def test_mistake_when_the_page_is_not_ours_then_nobody_is_sent_there(client, path):
    answer = client.post("/report/", {"text": "あ", "path": path})

    assert (answer.url, Memo.objects.get().path) == ("/", "")


def test_mistake_when_sent_twice_then_it_is_one_memo(client):
    for _time in range(2):
        client.post("/report/", {"text": "時間がちがいます", "form_token": "abc"})

    assert Memo.objects.count() == 1


@pytest.mark.parametrize("became", ["need", "talk", "change", "nothing"])
def test_memo_when_tapped_then_it_becomes_that_once(desk, became):
    group = OrganizationFactory(slug="hidamari")
    row = memo(channel="phone", on_behalf_of="山田")

    answer = desk.post(f"/desk/memos/{row.pk}/", {"became": became, "organization": "hidamari"})

    row.refresh_from_db()
    assert (answer.status_code, row.became) == (302, became)
    assert [need.title for need in Need.objects.all()] == (["絵本を運ぶ人がほしい"] if became == "need" else [])
    assert Talk.objects.filter(organization=group, channel="phone").count() == (1 if became == "talk" else 0)
    with pytest.raises(ValidationError):
        memos.settle_memo(memo=row, became="nothing", by=UserFactory())


def test_memo_when_it_becomes_an_event_then_its_words_wait_in_the_form(desk):
    OrganizationFactory(slug="hidamari")
    row = memo()

    answer = desk.post(f"/desk/memos/{row.pk}/event/", {"organization": "hidamari"})

    assert UnsentForm.objects.get().answers["title"] == ["絵本を運ぶ人がほしい"]
    assert "絵本を運ぶ人がほしい" in desk.get(answer.url).text


def test_memo_when_no_group_is_chosen_then_it_waits_on(desk):
    row = memo()

    desk.post(f"/desk/memos/{row.pk}/", {"became": "need"})

    row.refresh_from_db()
    assert row.became == ""


def test_list_when_it_grows_then_it_asks_the_database_as_often(desk, django_assert_num_queries):
    memo(organization=OrganizationFactory())
    desk.get("/desk/memos/")
    with django_assert_num_queries(7):
        desk.get("/desk/memos/")
    memo(organization=OrganizationFactory())
    memo(organization=OrganizationFactory())

    with django_assert_num_queries(7):
        assert desk.get("/desk/memos/").text.count('class="desk-item"') == 3
