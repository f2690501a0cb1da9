"""Posting, changing, copying, publishing and reviewing events at the desk."""

from datetime import date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.http import QueryDict

from events.forms.dates import DatesForm
from events.forms.days import read_days
from events.forms.events import EventForm
from events.models import Event, Host, Occurrence
from events.permissions import can_edit_event, events_editable_by
from organizations.models import Delivery
from spaces.models import Booking, SchoolHoliday
from spaces.periods import TOKYO, midnight
from tests.factories.events import EventFactory, HostFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
SHORT = {
    "title": "わらべうたの会",
    "place_name": "中央公園",
    "apply": "none",
    "eligible": "anyone",
    "attendance": "offline",
    "visibility": "public",
    "day": "2026-12-05",
    "start": "10:00",
    "end": "12:00",
    "repeats": "once",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(representative):
    return representative.memberships.get().organization


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


def starts(event):
    return [row.strftime("%m-%d %H:%M") for row in map(_local, event.occurrences.in_time_order())]


def _local(row):
    return row.starts_at.astimezone(TOKYO)


OWN_REST = {"own_end": ["9:00"], "own_place": [""]}


def dates_form(**fields):
    data = QueryDict(mutable=True)
    for name, value in ({"day": "2026-12-05", "start": "10:00", "end": "12:00", "repeats": "once"} | fields).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = DatesForm(data)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/5", [date(2026, 12, 5)]),
        ("12/5、12/19", [date(2026, 12, 5), date(2026, 12, 19)]),
        ("１２月５日（土）　1月16日", [date(2026, 12, 5), date(2027, 1, 16)]),
        ("2027-04-03\n2027/4/10, 2027年5月1日", [date(2027, 4, 3), date(2027, 4, 10), date(2027, 5, 1)]),
        ("11/24", [date(2026, 11, 24)]),
        ("11/23", [date(2027, 11, 23)]),
        ("", []),
    ],
)
def test_read_days_when_written_as_people_do_then_finds_each(text, days):
    assert list(read_days(text, NOW.date())) == days


@pytest.mark.parametrize("text", ["あした", "13/1", "2/30", "12/5-12/7", "<b>"])
def test_read_days_when_a_piece_is_no_day_then_names_it(text):
    with pytest.raises(ValueError, match=r"\S"):
        list(read_days(text, NOW.date()))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"end": "9:00"}, "end"),
        ({"end": "31:00"}, "end"),
        ({"start": "朝"}, "start"),
        ({"day": "2026-11-23"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"start": ""}, "start"),
        ({"day": ""}, "days"),
        ({"day": "", "days": ["2026-11-23"]}, "days"),
        ({"day": "", "days": ["2026-02-30"]}, "days"),
        ({"days": ["2026-12-06"], "own_day": ["2026-12-06"], "own_start": ["朝"], **OWN_REST}, "days"),
        ({"days": ["2026-12-06"], "own_day": ["2026-12-06"], "own_start": ["13:00"], **OWN_REST}, "days"),
        ({"own_place": ["あ" * 121]}, "own_place"),
        ({"lasts": "0"}, "lasts"),
        ({"repeats": "weekly", "until": "2026-12-01"}, "until"),
        ({"more_days": "あした"}, "more_days"),
        ({"more_days": "2026-11-01"}, "more_days"),
        ({"more_days": "12/5 " * 101}, "more_days"),
    ],
)
def test_dates_form_when_something_is_wrong_then_says_it_at_the_field(fields, wrong):
    assert list(dates_form(**fields).errors) == [wrong]


def test_dates_form_when_days_are_tapped_then_each_may_have_its_own_hours_and_place():
    form = dates_form(
        day="",
        days=["2026-12-06", "2026-12-20"],
        own_day=["2026-12-20", "2027-01-05", "<b>"],
        own_start=["13:30", "9:00", ""],
        own_end=["15:00", "", ""],
        own_place=[" 南公園 ", "", ""],
    )

    said = [(f"{one.start:%m-%d %H:%M}", f"{one.end:%H:%M}", one.place_name) for one in form.periods]
    assert said == [("12-06 10:00", "12:00", ""), ("12-20 13:30", "15:00", "南公園")]


def test_dates_form_when_it_lasts_several_whole_days_then_ends_with_the_last():
    (camp,) = dates_form(day="", days=["2026-12-25"], start="", end="", whole_day="on", lasts="3").periods

    assert (camp.start, camp.end, camp.is_all_day) == (midnight(date(2026, 12, 25)), midnight(date(2026, 12, 28)), True)


def test_dates_form_when_looked_at_then_shows_the_next_ten_dates_of_all_kinds():
    form = dates_form(repeats="monthly", weeks=["2", "4"], weekdays=["5"], days=["2026-12-06"], skip_holidays="on")

    assert [f"{one.start:%m-%d}" for one in form.ahead[:4]] == ["12-06", "12-12", "12-26", "01-09"]
    assert (len(form.ahead), form.recurrence.rule) == (10, "FREQ=MONTHLY;BYDAY=2SA,4SA")


def test_sheets_when_drawn_then_name_days_with_weekday_and_holiday():
    december, *_others = dates_form(day="", days=["2027-01-11"]).sheets[1:]
    january = _others[0]

    assert (december.name, len(december.lead), december.chosen) == ("2026年12月", 1, 0)
    assert [(day.words, day.kind) for day in january.days if day.is_chosen] == [("1月11日(月) 成人の日", "sunday")]


@pytest.mark.parametrize("start", ["9:00", "９：００", "9時", "900"])
def test_dates_form_when_time_is_typed_as_usual_then_is_understood(start):
    assert dates_form(start=start).period.start == datetime(2026, 12, 5, 9, tzinfo=TOKYO)


def test_dates_form_when_it_ends_after_midnight_then_ends_the_next_day():
    assert dates_form(start="22:00", end="25:30").period.end == datetime(2026, 12, 6, 1, 30, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("repeats", "day", "rule"),
    [
        ("weekly", "2026-12-05", "FREQ=WEEKLY;UNTIL=20270331T235959"),
        ("biweekly", "2026-12-05", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270331T235959"),
        ("monthly", "2026-12-12", "FREQ=MONTHLY;BYDAY=2SA;UNTIL=20270331T235959"),
        ("monthly", "2026-12-30", "FREQ=MONTHLY;BYDAY=-1WE;UNTIL=20270331T235959"),
    ],
)
def test_dates_form_when_it_repeats_then_gives_the_rule(repeats, day, rule):
    form = dates_form(repeats=repeats, day=day, until="2027-03-31")

    assert (form.recurrence.rule, form.periods) == (rule, [])


def test_dates_form_when_school_holidays_are_left_out_then_knows_the_citys_own():
    SchoolHoliday.objects.create(name="冬休み", starts_on=date(2026, 12, 25), ends_on=date(2027, 1, 7))

    form = dates_form(repeats="weekly", until="2027-03-31", skip_school_holidays="on")

    assert form.recurrence.school_holidays == ((date(2026, 12, 25), date(2027, 1, 7)),)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, "title"),
        ({"title": "長" * 101}, "title"),
        ({"title": "題\x00名"}, "title"),
        ({"place_name": ""}, "place_name"),
        ({"age_from_months": "72", "age_to_months": "35"}, "age_to_months"),
        ({"age_from_months": "7"}, "age_from_months"),
        ({"apply": "phone"}, "apply_phone"),
        ({"apply": "other_form"}, "apply_url"),
        ({"apply": "other_form", "apply_url": "ftp://example.jp/form"}, "apply_url"),
        ({"apply": "magic"}, "apply"),
        ({"apply_opens_at": "2026-12-02T09:00", "apply_closes_at": "2026-12-01T09:00"}, "apply_closes_at"),
        ({"capacity": "-1"}, "capacity"),
        ({"capacity": "100001"}, "capacity"),
        ({"is_free": "yes", "adult_price": "500"}, "adult_price"),
        ({"space": "999999"}, "space"),
        ({"project": "999999"}, "project"),
    ],
)
def test_event_form_when_something_is_wrong_then_says_it_at_the_field(fields, wrong):
    form = EventForm(SHORT | fields, organization=OrganizationFactory())

    assert list(form.errors)[:1] == [wrong]


@pytest.mark.parametrize("title", ["🎉 えほん 𠮷野", "葛\U000e0100飾の会", "<b>太字</b>", "\u202eabc"])
def test_event_form_when_title_holds_odd_letters_then_keeps_them(title):
    form = EventForm(SHORT | {"title": title}, organization=OrganizationFactory())

    assert form.is_valid(), form.errors
    assert form.facts["title"] == title


def test_event_form_when_event_states_an_unusual_age_then_offers_it():
    event = EventFactory(age_from_months=1)

    form = EventForm(organization=OrganizationFactory(), instance=event)

    assert (1, "1か月から") in [(value, str(label)) for value, label in form.fields["age_from_months"].choices]


def test_new_when_the_short_form_is_filled_in_then_leads_to_the_preview(as_user, representative, group):
    response = as_user(representative).post(f"/desk/events/new/?organization={group.slug}", SHORT, follow=True)

    event = Event.objects.get()
    assert response.redirect_chain == [(event.get_absolute_url(), 302)]
    assert (event.status, event.entered_by, starts(event)) == (Event.Status.DRAFT, representative, ["12-05 10:00"])
    assert "公開する" in text_of(response)


def test_new_when_sent_twice_then_is_written_once(as_user, representative, group):
    browser = as_user(representative)
    first, second = (
        browser.post(f"/desk/events/new/?organization={group.slug}", SHORT | {"sent": "abc"}) for _time in range(2)
    )

    assert (first.url, Event.objects.count()) == (second.url, 1)


def test_new_when_weekly_in_a_room_then_names_the_days_without_one(as_user, representative, group):
    space = SpaceFactory()
    OccurrenceFactory(event=EventFactory(space=space))
    browser = as_user(representative)
    fields = {"space": space.pk, "repeats": "weekly", "until": "2026-12-19", "more_days": "12/6", "without_room": "on"}
    browser.post(f"/desk/events/new/?organization={group.slug}", SHORT | {"space": space.pk, "day": "2026-12-12"})

    response = browser.post(f"/desk/events/new/?organization={group.slug}", SHORT | fields, follow=True)

    event = Event.objects.latest("pk")
    assert starts(event) == ["12-05 10:00", "12-06 10:00", "12-12 10:00", "12-19 10:00"]
    assert "部屋が取れなかった日：12/12" in text_of(response)
    assert Booking.objects.filter(organization=group).count() == 4


def test_new_when_something_is_wrong_then_keeps_what_was_typed(as_user, representative, group):
    page = text_of(
        as_user(representative).post(
            f"/desk/events/new/?organization={group.slug}", SHORT | {"place_name": "", "summary": "赤ちゃんと"}
        )
    )

    assert "場所を選ぶか、会場の名前を書いてください。" in page
    assert "赤ちゃんと" in page
    assert not Event.objects.exists()


def test_new_when_service_refuses_then_says_so_on_the_form(as_user, representative, group):
    page = text_of(
        as_user(representative).post(f"/desk/events/new/?organization={group.slug}", SHORT | {"day": "2076-12-05"})
    )

    assert "日にちが先すぎます" in page


def test_new_when_one_belongs_to_one_group_then_needs_no_choice(as_user, representative, group):
    assert as_user(representative).get("/desk/events/new/").context["organization"] == group


def test_new_when_one_belongs_to_none_then_says_how_to_join(as_user, resident):
    assert "/organizations/join/" in text_of(as_user(resident).get("/desk/events/new/"))


def test_new_when_group_is_another_then_cannot_post_for_it(as_user, representative):
    other = OrganizationFactory()

    response = as_user(representative).post(f"/desk/events/new/?organization={other.slug}", SHORT)

    assert (response.status_code, Event.objects.count()) == (200, 0)


def test_new_when_place_staff_type_for_somebody_then_row_says_so(as_user, place_staff):
    group = OrganizationFactory()
    behalf = {"on_behalf_of": "佐藤ハル", "channel": "phone"}

    as_user(place_staff).post(f"/desk/events/new/?organization={group.slug}", SHORT | behalf)

    event = Event.objects.get()
    assert (event.on_behalf_of, event.channel, event.entered_by) == ("佐藤ハル", "phone", place_staff)


def test_new_when_more_is_posted_than_asked_then_is_ignored(as_user, representative, group):
    extra = {"status": "published", "organization": "1", "is_public": "1", "sequence": "9"}

    as_user(representative).post(f"/desk/events/new/?organization={group.slug}", SHORT | extra)

    event = Event.objects.get()
    assert (event.status, event.sequence, event.hosts.get().organization) == (Event.Status.DRAFT, 0, group)


def own_event(group, **fields):
    event = EventFactory(lead=group, **fields)
    OccurrenceFactory(event=event)
    return event


def test_edit_when_changed_then_shows_at_once(as_user, representative, group):
    event = own_event(group)

    response = as_user(representative).post(f"/desk/events/{event.pk}/edit/", SHORT | {"title": "新しい題"})

    event.refresh_from_db()
    assert (response.url, event.title, event.sequence) == (event.get_absolute_url(), "新しい題", 1)


def test_edit_when_somebody_else_saved_meanwhile_then_is_told_first(as_user, representative, group):
    event = own_event(group)
    browser, path = as_user(representative), f"/desk/events/{event.pk}/edit/"
    browser.post(path, SHORT | {"title": "先の人の題", "seen": "0"})

    told = browser.post(path, SHORT | {"title": "後の人の題", "seen": "0"})

    assert "ほかの方がこのイベントを変えました" in text_of(told)
    assert 'name="seen" value="1"' in text_of(told)
    assert Event.objects.get().title == "先の人の題"
    assert browser.post(path, SHORT | {"title": "後の人の題", "seen": "1"}).status_code == 302


def test_edit_when_capacity_is_below_the_registered_then_says_it_at_the_field(as_user, representative, group):
    event = own_event(group, apply="portal", capacity=10)
    event.occurrences.update(taken=8)

    form = (
        as_user(representative)
        .post(f"/desk/events/{event.pk}/edit/", SHORT | {"apply": "portal", "capacity": "7"})
        .context["form"]
    )

    assert list(form.errors) == ["capacity"]


def test_publish_when_group_is_new_then_waits_for_a_coordinator(as_user, representative, group, coordinator):
    event = own_event(group, status="draft")
    as_user(representative).post(f"/desk/events/{event.pk}/publish/")

    assert event.title in text_of(as_user(coordinator).get("/desk/events/review/"))
    as_user(coordinator).post(f"/desk/events/{event.pk}/approve/")

    assert Event.objects.get().status == Event.Status.PUBLISHED


def test_review_when_sent_back_then_reason_reaches_the_group(as_user, coordinator, group):
    event = own_event(group, status="review")

    as_user(coordinator).post(f"/desk/events/{event.pk}/return/", {"reason": "住所を書いてください"})

    assert Event.objects.get().status == Event.Status.DRAFT
    assert "住所を書いてください" in Delivery.objects.get().body


@pytest.mark.parametrize("address", ["review/", "{pk}/approve/", "{pk}/return/"])
def test_review_when_not_a_coordinator_then_is_not_there(as_user, representative, place_staff, group, address):
    event = own_event(group, status="review")
    path = f"/desk/events/{address.format(pk=event.pk)}"

    for user in (representative, place_staff):
        browser = as_user(user)
        answer = browser.get(path) if address == "review/" else browser.post(path, {"reason": "x"})
        assert answer.status_code == 404
    assert Event.objects.get().status == Event.Status.REVIEW


DESK = [
    ("get", "edit/"),
    ("post", "edit/"),
    ("get", "copy/"),
    ("get", "dates/"),
    ("post", "publish/"),
    ("post", "archive/"),
    ("post", "hosts/"),
    ("get", "{date}/move/"),
    ("post", "{date}/cancel/"),
    ("post", "{date}/postpone/"),
    ("get", "{date}/parties/"),
    ("post", "{date}/parties/1/cancel/"),
]


@pytest.mark.parametrize(("method", "address"), DESK)
def test_desk_when_event_is_anothers_then_is_not_there(as_user, client, resident, representative, method, address):
    event = own_event(OrganizationFactory())
    path = f"/desk/events/{event.pk}/{address.format(date=event.occurrences.get().pk)}"

    for user in (resident, representative):
        assert getattr(as_user(user), method)(path).status_code == 404
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.url.startswith("/accounts/login/")) == (302, True)


def test_copy_when_dates_are_given_then_opens_the_new_draft(as_user, representative, group):
    event = own_event(group)

    response = as_user(representative).post(f"/desk/events/{event.pk}/copy/", SHORT)

    copied = Event.objects.latest("pk")
    assert response.url == f"/desk/events/{copied.pk}/edit/"
    assert (copied.title, copied.status, starts(copied)) == (event.title, Event.Status.DRAFT, ["12-05 10:00"])


def test_dates_when_added_then_stand_beside_the_others(as_user, representative, group):
    event = own_event(group)

    as_user(representative).post(f"/desk/events/{event.pk}/dates/", SHORT)

    assert starts(event) == ["11-27 10:00", "12-05 10:00"]


def test_date_when_called_off_with_one_tap_then_families_are_told(as_user, representative, group):
    row = own_event(group).occurrences.get()
    RegistrationFactory(occurrence=row)

    as_user(representative).post(f"/desk/events/{row.event_id}/{row.pk}/cancel/", {"reason": "天候のため"})

    row.refresh_from_db()
    assert (row.status, row.note) == (Occurrence.Status.CANCELLED, "天候のため")
    assert Delivery.objects.get().purpose == "date_cancelled_1"


def test_date_when_postponed_then_families_are_told(as_user, representative, group):
    row = own_event(group).occurrences.get()
    RegistrationFactory(occurrence=row)

    as_user(representative).post(f"/desk/events/{row.event_id}/{row.pk}/postpone/", {"reason": "天候のため"})

    assert Occurrence.objects.get().status == Occurrence.Status.POSTPONED
    assert Delivery.objects.get().purpose == "date_postponed_1"


def test_date_when_called_off_without_reason_then_stays(as_user, representative, group):
    row = own_event(group).occurrences.get()

    as_user(representative).post(f"/desk/events/{row.event_id}/{row.pk}/cancel/", {"reason": ""})

    assert Occurrence.objects.get().status == Occurrence.Status.SCHEDULED


def test_move_when_opened_then_shows_the_present_time(as_user, representative, group):
    row = own_event(group).occurrences.get()

    page = text_of(as_user(representative).get(f"/desk/events/{row.event_id}/{row.pk}/move/"))

    assert 'value="2026-11-27"' in page
    assert 'value="10:00"' in page
    assert 'value="12:00"' in page


def test_move_when_sent_then_date_has_its_new_time(as_user, representative, group):
    row = own_event(group).occurrences.get()
    form = {"day": "2026-12-06", "start": "13:30", "end": "15:00", "note": "午後に"}

    as_user(representative).post(f"/desk/events/{row.event_id}/{row.pk}/move/", form)

    row.refresh_from_db()
    assert (row.starts_at, row.note) == (datetime(2026, 12, 6, 13, 30, tzinfo=TOKYO), "午後に")


def test_hosts_when_asked_then_other_group_says_yes_at_its_desk(as_user, representative, group):
    event, other = own_event(group), MembershipFactory()
    form = {"organization": other.organization.pk, "role": Host.Role.CO_HOST}
    as_user(representative).post(f"/desk/events/{event.pk}/hosts/", form)
    host = event.hosts.get(organization=other.organization)

    assert event.title in text_of(as_user(other.user).get("/desk/events/"))
    as_user(other.user).post(f"/desk/hosts/{host.pk}/", {"answer": "yes"})

    host.refresh_from_db()
    assert host.accepted_at == NOW


def test_hosts_when_a_group_has_no_mail_then_is_called_and_staff_enter_its_yes(as_user, place_staff, group):
    event, other = own_event(group), OrganizationFactory()
    other.contacts.all().delete()
    form = {"organization": other.pk, "role": Host.Role.SUPPORT}
    as_user(place_staff).post(f"/desk/events/{event.pk}/hosts/", form)
    host = event.hosts.get(organization=other)

    asked = Delivery.objects.get(purpose="event_host_invited")
    page = text_of(as_user(place_staff).get("/desk/events/"))
    as_user(place_staff).post(f"/desk/hosts/{host.pk}/", {"answer": "yes"})

    assert asked.channel != Delivery.Channel.MAIL
    assert f'後援: <span lang="ja">{other.name}' in page
    assert Delivery.objects.filter(purpose__startswith="event_host_answered").exists()
    assert f'後援: <span lang="ja"><a href="{other.get_absolute_url()}">' in text_of(
        as_user(place_staff).get(event.get_absolute_url())
    )


def test_hosts_when_no_is_said_then_name_is_gone(as_user):
    other = MembershipFactory()
    event = EventFactory()
    host = HostFactory(event=event, organization=other.organization, role=Host.Role.CO_HOST, accepted_at=None)

    as_user(other.user).post(f"/desk/hosts/{host.pk}/", {"answer": "no"})

    assert Delivery.objects.get().purpose.startswith("event_host_answered")
    assert not Host.objects.filter(pk=host.pk).exists()


def test_hosts_when_the_question_is_for_another_group_then_is_not_there(as_user, representative):
    host = HostFactory(role=Host.Role.CO_HOST, accepted_at=None)

    assert as_user(representative).post(f"/desk/hosts/{host.pk}/", {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_desk_when_more_is_to_come_then_asks_the_database_no_more(
    as_user, representative, group, django_assert_num_queries, count
):
    for _number in range(count):
        own_event(group, status="draft")
        own_event(group)
    browser = as_user(representative)

    with django_assert_num_queries(9):
        response = browser.get("/desk/events/")

    assert len(response.context["waiting"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_review_when_more_waits_then_asks_the_database_no_more(
    as_user, coordinator, group, django_assert_num_queries, count
):
    for _number in range(count):
        own_event(group, status="review")
    browser = as_user(coordinator)

    with django_assert_num_queries(15):
        response = browser.get("/desk/events/review/")

    assert len(response.context["waiting"]) == count


def test_archive_when_taken_from_the_site_then_is_gone_for_visitors(as_user, client, representative, group):
    event = own_event(group)

    as_user(representative).post(f"/desk/events/{event.pk}/archive/")

    assert client.get(event.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["representative", "editor", "member", "former"])
def test_rights_when_asked_one_by_one_then_agree_with_the_query(role):
    ended = {"valid_through": date(2026, 3, 31)} if role == "former" else {}
    kind = "representative" if role == "former" else role
    member = MembershipFactory(role=kind, **ended)
    event = own_event(member.organization)

    expected = role in ("representative", "editor")
    assert can_edit_event(member.user, event) is expected
    assert events_editable_by(member.user).filter(pk=event.pk).exists() is expected
    assert not can_edit_event(UserFactory(), event)


def test_length_when_day_goes_on_for_days_then_form_does_not_lose_it(as_user, representative, group):
    row = own_event(group).occurrences.get()
    Occurrence.objects.update(ends_at=row.starts_at + timedelta(days=2))

    assert as_user(representative).get(f"/desk/events/{row.event_id}/{row.pk}/move/").status_code == 200
