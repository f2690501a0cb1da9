"""The board and its desk in a browser: what shows, who may write, what a slip costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import ExchangeStatus, Need, Offer, Organization
from tests.factories.organizations import (
    DistrictFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db
SHEET = {"title": "絵本の読み手", "text": "月に一度", "resource": "people", "confidentiality": "open"}
ODD = {
    "emoji": "👨‍👩‍👧",
    "outside the BMP": "𠮷野",
    "IVS": "葛\U000e0100飾",
    "RTL": "\u202eاَلْعَرَبِيَّةُ",
    "CRLF": "a\r\nb",
    "HTML": "<script>alert(1)</script>",
    "quotes": "'\"%s{{x}}",
}


@pytest.fixture
def group(representative):
    return representative.memberships.get().organization


@pytest.fixture
def browser(representative, as_user):
    return as_user(representative)


def titles(client, address):
    return [row.title for row in client.get(address).context["page"]]


@pytest.mark.parametrize(("address", "factory"), [("/needs/", NeedFactory), ("/offers/", OfferFactory)])
def test_board_shows_what_is_open_newest_first(client, address, factory):
    factory(title="先週", opened_at=timezone.now() - timedelta(days=7))
    factory(title="今日")
    factory(title="下書き", status=ExchangeStatus.DRAFT)
    factory(title="つなぎ役だけ", confidentiality="coordinator_only")

    assert titles(client, address) == ["今日", "先週"]


def test_board_narrowed_by_kind_and_district_keeps_the_whole_city(client):
    here, there = DistrictFactory(code="here"), DistrictFactory()
    NeedFactory(title="ここ", districts=[here])
    NeedFactory(title="全市")
    NeedFactory(title="よそ", districts=[there])
    NeedFactory(title="場所", resource="place", districts=[here])

    assert set(titles(client, "/needs/?district=here&resource=people")) == {"ここ", "全市"}


@pytest.mark.parametrize("query", ["?resource=nothing", "?district=%00", "?page=x", "?resource=people&resource=x"])
def test_board_when_asked_nonsense_then_still_a_board(client, query):
    NeedFactory()

    assert client.get(f"/needs/{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_board_asks_the_database_as_often_for_one_as_for_three(client, count, django_assert_num_queries):
    NeedFactory.create_batch(count)
    client.get("/needs/")

    with django_assert_num_queries(8):
        client.get("/needs/")


def test_page_of_a_need_says_what_for_whom_and_until_when(client):
    need = NeedFactory(age_from_months=0, age_to_months=35, weekdays=["mon"], valid_until=timezone.localdate())

    page = client.get(f"/needs/{need.pk}/").content.decode()

    assert all(words in page for words in ("0歳〜2歳", "月曜", need.organization.name))


@pytest.mark.parametrize(
    "changes", [{"status": "draft"}, {"status": "withdrawn"}, {"confidentiality": "coordinator_only"}], ids=str
)
def test_page_when_not_on_the_board_then_found_by_its_keepers_only(client, browser, group, resident, as_user, changes):
    need = NeedFactory(organization=group, **changes)

    answers = [who.get(f"/needs/{need.pk}/").status_code for who in (browser, client, as_user(resident))]

    assert answers == [200, 404, 404]


def test_new_need_is_on_the_board_at_once(browser, group):
    answer = browser.post("/needs/new/", SHEET | {"organization": group.pk, "tags": "絵本, 歌"})

    need = Need.objects.get()
    assert answer["Location"] == f"/needs/{need.pk}/"
    assert (need.status, need.organization, sorted(need.tags.names())) == ("open", group, ["歌", "絵本"])


def test_new_offer_kept_as_a_draft_is_not_on_the_board(browser, group, client):
    browser.post("/offers/new/", SHEET | {"organization": group.pk, "draft": "1"})

    assert (Offer.objects.get().status, titles(client, "/offers/")) == ("draft", [])


def test_new_need_for_a_group_that_is_not_mine_is_refused(browser):
    other = OrganizationFactory()

    answer = browser.post("/needs/new/", SHEET | {"organization": other.pk})

    assert (answer.status_code, Need.objects.count()) == (200, 0)
    assert "organization" in answer.context["form"].errors


def test_new_need_when_group_waits_to_be_looked_at_then_said_so_and_kept_on_the_form(browser, group):
    Organization.objects.update(status=Organization.Status.PENDING)

    answer = browser.post("/needs/new/", SHEET | {"organization": group.pk})

    assert (Need.objects.count(), answer.context["form"]["title"].value()) == (0, "絵本の読み手")
    assert answer.context["form"].non_field_errors()


def test_new_need_without_a_group_leads_to_joining(resident, as_user):
    assert as_user(resident).get("/needs/new/")["Location"] == "/organizations/join/"


def test_new_need_without_signing_in_leads_to_the_door(client):
    assert client.get("/needs/new/")["Location"].startswith("/accounts/")


def test_new_need_by_staff_says_for_whom_and_how(place_staff, as_user):
    group = OrganizationFactory()

    as_user(place_staff).post(
        "/needs/new/", SHEET | {"organization": group.pk, "on_behalf_of": "田中さん", "channel": "phone"}
    )

    need = Need.objects.get()
    assert (need.organization, need.on_behalf_of, need.channel, need.entered_by) == (
        group,
        "田中さん",
        "phone",
        place_staff,
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"title": "あ" * 101}, "title", id="title too long"),
        pytest.param({"text": "a\0b"}, "text", id="NUL"),
        pytest.param({"resource": "gold"}, "resource", id="unknown kind"),
        pytest.param({"quantity": "たくさん"}, "quantity", id="no number"),
        pytest.param({"quantity": "-1"}, "quantity", id="less than nothing"),
        pytest.param({"quantity": "9" * 30}, "quantity", id="more than there is"),
        pytest.param({"quantity": "3"}, "unit", id="number of nothing"),
        pytest.param({"age_from_months": "72", "age_to_months": "35"}, "age_to_months", id="ages turned round"),
        pytest.param({"age_from_months": "x"}, "age_from_months", id="no age"),
        pytest.param({"weekdays": ["noday"]}, "weekdays", id="no weekday"),
        pytest.param({"valid_until": "2020-01-01"}, "valid_until", id="over already"),
        pytest.param({"valid_from": "2099-02-01", "valid_until": "2099-01-01"}, "valid_until", id="days turned round"),
        pytest.param({"valid_until": "2026-02-30"}, "valid_until", id="no such day"),
        pytest.param({"districts": ["99999"]}, "districts", id="no such district"),
    ],
)
def test_new_need_with_a_slip_keeps_what_was_typed_and_says_where(browser, group, changes, field):
    answer = browser.post("/needs/new/", SHEET | {"organization": group.pk} | changes)

    form = answer.context["form"]
    assert (answer.status_code, field in form.errors, Need.objects.count()) == (200, True, 0)
    assert form["text"].value() == changes.get("text", "月に一度")


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
def test_new_need_with_unusual_letters_is_shown_as_written(browser, group, words):
    browser.post("/needs/new/", SHEET | {"organization": group.pk, "text": words})

    page = browser.get(f"/needs/{Need.objects.get().pk}/")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_edit_changes_what_the_page_says(browser, group):
    need = NeedFactory(organization=group)

    browser.post(f"/needs/{need.pk}/edit/", SHEET | {"title": "歌える方"})

    need.refresh_from_db()
    assert need.title == "歌える方"


def test_edit_when_it_is_over_then_said_so(browser, group):
    need = NeedFactory(organization=group, status=ExchangeStatus.MET)

    answer = browser.post(f"/needs/{need.pk}/edit/", SHEET)

    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize(("deed", "status"), [("pause", ExchangeStatus.PAUSED), ("withdraw", ExchangeStatus.WITHDRAWN)])
def test_move_pauses_or_takes_back(browser, group, deed, status):
    need = NeedFactory(organization=group)

    browser.post(f"/needs/{need.pk}/move/", {"deed": deed})

    need.refresh_from_db()
    assert need.status == status


def test_move_when_no_longer_possible_then_a_sentence_and_nothing_changed(browser, group):
    need = NeedFactory(organization=group, status=ExchangeStatus.MET)

    page = browser.post(f"/needs/{need.pk}/move/", {"deed": "pause"}, follow=True).content.decode()

    need.refresh_from_db()
    assert (need.status, "いまは「かなった」" in page) == (ExchangeStatus.MET, True)


def test_move_with_an_unknown_deed_is_not_there(browser, group):
    need = NeedFactory(organization=group)

    assert browser.post(f"/needs/{need.pk}/move/", {"deed": "sell"}).status_code == 404


def test_close_says_how_it_ended(browser, group):
    need = NeedFactory(organization=group)

    browser.post(f"/needs/{need.pk}/close/", {"status": "met"})

    need.refresh_from_db()
    assert need.status == ExchangeStatus.MET


def test_close_as_not_met_without_a_reason_asks_for_it(browser, group):
    need = NeedFactory(organization=group)

    answer = browser.post(f"/needs/{need.pk}/close/", {"status": "unmet"})

    assert "reason_code" in answer.context["close_form"].errors


@pytest.mark.parametrize("tail", ["edit/", "move/", "close/"])
def test_doors_of_a_need_for_somebody_else_look_like_nothing(tail, resident, department, as_user):
    need = NeedFactory()
    others = (MembershipFactory().user, MembershipFactory(organization=need.organization, role="member").user)

    answers = {
        as_user(user).post(f"/needs/{need.pk}/{tail}", SHEET | {"deed": "pause"}).status_code
        for user in (*others, resident, department)
    }

    assert answers == {404}


def test_mine_lists_my_groups_sheets_in_any_state(browser, group):
    NeedFactory(organization=group, status=ExchangeStatus.DRAFT)
    NeedFactory()

    assert [row.organization for row in browser.get("/desk/needs/").context["needs"]] == [group]


@pytest.mark.parametrize("address", ["/needs/", "/offers/", "/needs/new/", "/offers/new/", "/desk/needs/"])
def test_pages_in_english(browser, address):
    assert browser.get(f"/en{address}").status_code == 200


def test_new_need_sent_twice_is_written_once(browser, group):
    sheet = SHEET | {"organization": group.pk, "sent": "one-form"}

    first, second = (browser.post("/needs/new/", sheet)["Location"] for _ in range(2))

    assert (first, Need.objects.count()) == (second, 1)


def test_edit_keeps_an_age_that_is_not_in_the_list(browser, group):
    need = NeedFactory(organization=group, age_from_months=5)

    form = browser.get(f"/needs/{need.pk}/edit/").context["form"]
    browser.post(f"/needs/{need.pk}/edit/", SHEET | {"age_from_months": form["age_from_months"].value()})

    need.refresh_from_db()
    assert need.age_from_months == 5


def test_name_of_a_person_is_not_on_the_board(client, coordinator, as_user):
    need = NeedFactory(organization__name="田中花子", organization__kind="person", organization__visibility="staff")

    public = [client.get(address).content.decode() for address in ("/needs/", f"/needs/{need.pk}/")]

    assert ["田中花子" in page for page in public] == [False, False]
    assert "田中花子" in as_user(coordinator).get(f"/needs/{need.pk}/").content.decode()
