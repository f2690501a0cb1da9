"""/events/ as visitors see it: list, month, event, date."""

import json
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import unquote

import pytest
import time_machine

from events.models import Event, EventText, Host
from events.services.index import index_event
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, HostFactory, OccurrenceFactory
from tests.factories.organizations import DistrictFactory, MembershipFactory, OrganizationFactory, TopicFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)  # a Tuesday


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(day, hour=10, month=11, **fields):
    return OccurrenceFactory(starts_at=datetime(2026, month, day, hour, tzinfo=TOKYO), **fields)


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


@pytest.mark.parametrize("view", ["", "?view=calendar", "?age=2y", "?from=2026-11-24&day=sat"])
@pytest.mark.parametrize("count", [1, 3])
def test_list_when_more_is_on_then_asks_the_database_no_more(client, django_assert_num_queries, view, count):
    for number in range(count):
        at(28, 10 + number, event=EventFactory(age_from_months=24, age_to_months=35))

    with django_assert_num_queries({"": 5, "?view=calendar": 5, "?age=2y": 5}.get(view, 6)):
        response = client.get(f"/events/{view}")

    assert text_of(response).count("絵本の時間") == count


def test_list_when_several_days_then_groups_by_day_and_names_the_near_ones(client):
    at(24, 15)
    at(25)
    at(28)

    days = client.get("/events/").context["days"]

    assert [(group["day"], group["words"]) for group in days] == [
        (date(2026, 11, 24), "きょう 11月24日(火)"),
        (date(2026, 11, 25), "あした 11月25日(水)"),
        (date(2026, 11, 28), "11月28日(土)"),
    ]


def test_list_when_longer_than_a_page_then_next_page_goes_on(client):
    event = EventFactory()
    rows = [at(25, 9, event=event) for _number in range(31)]

    first = client.get("/events/?free=&day=wed")
    second = client.get("/events/" + first.context["next_href"])

    assert [card.pk for group in second.context["days"] for card in group["cards"]] == [rows[30].pk]
    assert "day=wed" in first.context["next_href"]
    assert not second.context["next_href"]
    assert second.context["previous_href"] == "?free=&day=wed"


def test_list_when_value_is_unknown_then_says_so_and_shows_the_rest(client):
    at(28)

    page = text_of(client.get("/events/?day=someday"))

    assert "「someday」" in page
    assert "絵本の時間" in page


def test_list_when_asked_then_each_wish_can_be_taken_away(client):
    at(28, event=EventFactory(age_from_months=24, age_to_months=71))

    filters = client.get("/events/?age=2y&age=5y&day=sat").context["filters"]

    assert [(chip["label"], chip["href"]) for chip in filters.active] == [
        ("土", "?age=2y&age=5y"),
        ("2歳", "?age=5y&day=sat"),
        ("5歳", "?age=2y&day=sat"),
    ]


def test_list_when_two_children_fit_then_says_why(client):
    at(28, event=EventFactory(age_from_months=24, age_to_months=71))

    assert client.get("/events/?age=2y&age=5y").context["why"] == "2歳と5歳、どちらも参加できます"


def test_list_when_age_is_asked_for_then_those_without_ages_stand_apart(client):
    at(28, event=EventFactory(title="合う会", age_from_months=24, age_to_months=35))
    at(28, event=EventFactory(title="書いていない会"))

    context = client.get("/events/?age=2y").context

    assert [card.title for group in context["days"] for card in group["cards"]] == ["合う会"]
    assert [card.title for card in context["unstated"]] == ["書いていない会"]


def test_list_when_nothing_fits_then_offers_the_nearest(client, django_assert_max_num_queries):
    here, beside = DistrictFactory(code="here"), DistrictFactory(code="beside", name="となり小学校区")
    here.neighbours.add(beside)
    for hour in (9, 10, 11):
        at(28, hour, event=EventFactory(district=beside))
    at(28, 14, event=EventFactory(district=here, is_free=False))

    with django_assert_max_num_queries(16):  # four of them count that somebody looked in vain
        response = client.get("/events/?day=sat&district=here&daypart=morning")

    assert [(offer["label"], offer["href"]) for offer in response.context["nearest"]] == [
        ("市内全域なら3件", "?day=sat&daypart=morning"),
        ("となり小学校区なら3件", "?day=sat&district=beside&daypart=morning"),
        ("「午前」をはずすと1件", "?day=sat&district=here"),
    ]
    assert "ぴったりのイベントは見つかりませんでした" in text_of(response)


@pytest.mark.parametrize(
    ("query", "label", "href"),
    [
        ("day=fri", "土曜なら3件", "?day=sat"),
        ("from=2026-11-24&to=2026-11-25", "11月28日(土)なら3件", "?from=2026-11-28&to=2026-11-28"),
        ("age=2y", "対象年齢の書かれていないものなら3件", "?unstated=1"),
        ("q=将棋", "「将棋」をはずすと3件", "?"),
        ("q=絵本 金曜", "「金曜」をはずすと3件", "?q=絵本"),
    ],
)
def test_list_when_one_wish_less_finds_something_then_says_how_much(client, query, label, href):
    for hour in (9, 10, 11):
        index_event(at(28, hour, event=EventFactory(title="絵本の時間")).event)

    offers = client.get(f"/events/?{query}").context["nearest"]

    assert (label, href) in [(offer["label"], unquote(offer["href"])) for offer in offers]


def test_list_when_little_fits_then_offers_what_is_counted_already(client):
    at(28, event=EventFactory(age_from_months=24, age_to_months=35))
    at(28, event=EventFactory())
    at(28, event=EventFactory(age_from_months=72, age_to_months=83))

    offers = client.get("/events/?age=2y").context["nearest"]

    assert [(offer["label"]) for offer in offers] == ["年齢を問わないなら3件"]


def test_list_when_called_off_or_full_then_says_so(client):
    at(28, status="cancelled")
    at(29, event=EventFactory(apply="portal", capacity=3), taken=3)
    at(30, event=EventFactory(apply="portal", capacity=3), taken=1)

    cards = [card for group in client.get("/events/").context["days"] for card in group["cards"]]

    assert [[badge["label"] for badge in card.badges] for card in cards] == [["中止"], ["満席"], ["残り2人"]]


def test_list_when_in_english_then_japanese_is_marked(client):
    event = EventFactory(title="わらべうた", lead=OrganizationFactory(name="ひだまり"))
    EventText.objects.create(event=EventFactory(title="絵本"), language="en", title="Picture books")
    at(28, event=event)
    at(29, event=Event.objects.get(title="絵本"))

    page = text_of(client.get("/en/events/"))

    assert 'lang="ja"><a href="/en/events/' in page
    assert "Picture books" in page
    assert '<li lang="ja">ひだまり</li>' in page


def test_list_when_many_hits_then_says_apply_as_on_a_flyer(client):
    opens = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
    at(28, event=EventFactory(apply="phone", apply_opens_at=opens))

    assert client.get("/events/").context["days"][0]["cards"][0].apply == "12月1日(火) 9:00 受付開始・電話"


def test_month_when_asked_then_is_a_table_of_its_days(client):
    at(1, month=12)
    lasts = at(24, 10, ends_at=datetime(2026, 11, 26, 12, tzinfo=TOKYO))

    weeks = client.get("/events/?view=calendar&month=2026-11").context["weeks"]

    held = {cell["date"].day: cell["items"] for week in weeks for cell in week if cell["in_month"] and cell["items"]}
    assert sorted(held) == [24, 25, 26]
    assert held[24][0]["href"] == lasts.get_absolute_url()


def test_month_when_a_day_is_crowded_then_leads_to_its_list(client):
    for hour in range(9, 15):
        at(28, hour)

    weeks = client.get("/events/?view=calendar&free=&month=2026-11").context["weeks"]

    items = next(cell["items"] for week in weeks for cell in week if cell["date"] == date(2026, 11, 28))
    assert [item["title"] for item in items][-1] == "ほか2件"
    assert items[-1]["href"] == "?free=&from=2026-11-28&to=2026-11-28"


def test_month_when_none_named_then_is_the_present_one_with_its_neighbours(client):
    context = client.get("/events/?view=calendar").context

    assert (context["caption"], context["previous_href"][-7:], context["next_href"][-7:]) == (
        "2026年11月",
        "2026-10",
        "2026-12",
    )


def test_event_when_weekly_then_shows_the_next_date_and_the_others(client):
    event = EventFactory()
    at(20, event=event)
    coming = [at(day, event=event) for day in (28, 29)]

    context = client.get(event.get_absolute_url()).context

    assert context["occurrence"] == coming[0]
    assert [date["href"] for date in context["dates"]] == [coming[1].get_absolute_url()]


def test_event_when_all_dates_are_past_then_still_stands(client):
    row = at(20)

    response = client.get(row.event.get_absolute_url())

    assert response.context["occurrence"] == row
    assert "この回は終わりました" in text_of(response)


def test_date_when_called_off_then_stays_with_its_reason(client):
    row = at(28, status="cancelled", note="台風のため")

    page = text_of(client.get(row.get_absolute_url()))

    assert "この回は中止です" in page
    assert "台風のため" in page


def test_event_when_everything_is_stated_then_says_it(client):
    event = EventFactory(
        age_from_months=24,
        age_to_months=35,
        adult_price=500,
        child_price=0,
        belongings="水筒",
        languages=["ja", "en"],
        easy_for_newcomers=True,
        is_accessible=True,
        eligible="city",
        space=SpaceFactory(name="和室", facility__name="中央児童館"),
    )
    context = client.get(at(28, event=event).get_absolute_url()).context

    facts = {item["term"]: item["value"] for item in context["first_facts"] + context["more_facts"]}
    assert facts["いつ"] == "11月28日(土) 10:00〜12:00"
    assert (facts["どこ"], facts["対象"], facts["料金"]) == ("中央児童館 和室", "2歳", "おとな500円・こども無料")
    assert (facts["持ち物"], facts["参加できる方"]) == ("水筒", "市内に在住・在勤・在学の方")
    assert facts["ことば"] == "日本語 · 英語 · 日本語が話せなくてもだいじょうぶ"


def test_event_when_hosts_are_named_then_stands_as_on_a_flyer(client):
    lead, co_host = OrganizationFactory(), OrganizationFactory()
    event = EventFactory(lead=lead)
    HostFactory(event=event, organization=OrganizationFactory(), role=Host.Role.SPONSOR, accepted_at=None)
    HostFactory(event=event, organization=co_host, role=Host.Role.CO_HOST)

    hosts = client.get(event.get_absolute_url()).context["hosts"]

    assert [(host["role"], host["name"]) for host in hosts] == [("主催", lead.name), ("共催", co_host.name)]


def test_event_when_title_holds_markup_then_nothing_of_it_runs(client):
    row = at(28, event=EventFactory(title="</script><b>太字</b>", summary="<i>斜体</i>"))

    page = client.get(row.get_absolute_url()).content.decode()

    assert "<b>" not in page
    assert "<i>斜体" not in page
    start = page.index('<script type="application/ld+json">') + 35
    assert json.loads(page[start : page.index("</script>", start)])["name"] == "</script><b>太字</b>"


def test_event_when_shared_then_links_carry_what_phones_need(client):
    page = text_of(client.get(at(28).get_absolute_url()))

    assert "openExternalBrowser%3D1" in page
    assert "dates=20261128T010000Z%2F20261128T030000Z" in page


@pytest.mark.parametrize(
    ("event", "role", "seen"),
    [
        ({"status": "draft"}, "nobody", False),
        ({"status": "review"}, "member", False),
        ({"status": "review"}, "lead", True),
        ({"status": "archived"}, "nobody", False),
        ({"status": "draft"}, "coordinator", True),
        ({"visibility": "network"}, "nobody", False),
        ({"visibility": "network"}, "resident", False),
        ({"visibility": "network"}, "member", True),
        ({"visibility": "network"}, "department", True),
        ({}, "nobody", True),
    ],
)
def test_event_when_not_for_everybody_then_others_find_nothing(
    client, as_user, resident, coordinator, department, event, role, seen
):
    member = MembershipFactory()
    row = at(28, event=EventFactory(lead=member.organization, **event))
    people = {"resident": resident, "coordinator": coordinator, "department": department}
    people |= {"lead": member.user, "member": MembershipFactory().user}
    browser = client if role == "nobody" else as_user(people[role])

    for address in (row.event.get_absolute_url(), row.get_absolute_url()):
        assert (browser.get(address).status_code == 200) is seen


def test_date_when_of_another_event_then_is_not_found(client):
    row, other = at(28), EventFactory()

    assert client.get(f"/events/{other.pk}/{row.pk}/").status_code == 404


def test_register_next_when_first_date_is_full_then_leads_to_the_next(client):
    event = EventFactory(apply="portal", capacity=3)
    at(28, event=event, taken=3)
    free = at(29, event=event)

    assert client.get(f"/events/{event.pk}/register/").url == f"/events/{event.pk}/{free.pk}/register/"


def test_register_next_when_not_taken_here_then_says_what_follows(client):
    event = at(28, event=EventFactory(apply="phone")).event

    response = client.get(f"/events/{event.pk}/register/", follow=True)

    assert response.redirect_chain == [(event.get_absolute_url(), 302)]
    assert "このサイトで申し込める回はありません" in text_of(response)


def test_list_when_filters_name_rows_then_says_their_names(client):
    district, topic = DistrictFactory(name="北小学校区"), TopicFactory(name="遊び")
    space = SpaceFactory()
    at(28, event=EventFactory(space=space))

    filters = client.get(f"/events/?district={district.code}&topic={topic.slug}&space={space.slug}").context["filters"]

    assert [chip["label"] for chip in filters.active] == ["北小学校区", "遊び", str(space)]


def test_list_when_it_lasts_for_days_then_says_both_ends(client):
    at(24, 10, ends_at=NOW + timedelta(days=2))

    assert client.get("/events/").context["days"][0]["cards"][0].hours == "11月24日(火) 10:00〜11月26日(木) 12:00"
