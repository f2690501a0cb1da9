"""The form of a new event: nothing typed is lost, pictures tell nothing they should not, taken rooms have others."""

from datetime import date, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from events.forms.events import EventForm
from events.models import Event, UnsentForm
from events.services.pictures import take_down_lapsed
from events.services.unsent import KEPT_DAYS, forget_old
from organizations.models import Delivery, Picture
from spaces.models import Booking
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.spaces import SpaceFactory
from tests.organizations.test_images import with_exif

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 32, tzinfo=TOKYO)
TYPED = {
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
    "sent": "form-1",
}
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(representative):
    return representative.memberships.get().organization


@pytest.fixture
def browser(as_user, representative):
    return as_user(representative)


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


def new(group):
    return f"/desk/events/new/?organization={group.slug}"


def keep(group):
    return f"/desk/events/unsent/?organization={group.slug}"


def photo():
    return SimpleUploadedFile("たろう.jpg", with_exif(), content_type="image/jpeg")


@pytest.mark.parametrize(
    ("said", "part", "is_open"),
    [
        ({}, "more", False),
        ({"belongings": "水筒"}, "more", True),
        ({"eligible": "anyone"}, "apply_more", False),
        ({"eligible": "city"}, "apply_more", True),
        ({"capacity": "-1"}, "apply_more", True),
        ({"attendance": "online"}, "access", True),
    ],
)
def test_part_when_something_inside_is_said_or_wrong_then_is_open(said, part, is_open):
    form = EventForm(TYPED | said, organization=OrganizationFactory())

    assert form.parts[part].is_open is is_open


def test_new_when_something_is_wrong_then_chosen_picture_is_kept_and_used_next_time(browser, group):
    answers = {"picture_alt": "庭", "picture_people": "none", "picture_middle": "nw"}

    page = text_of(browser.post(new(group), TYPED | answers | {"title": "", "picture_file": photo()}))
    browser.post(new(group), TYPED | answers)

    picture = Event.objects.get().picture
    assert "この写真をお預かりしています" in page
    assert (picture.alt, picture.title, picture.focal_point_x) == ("庭", "わらべうたの会", picture.width // 6)
    assert (Picture.objects.count(), UnsentForm.objects.count()) == (1, 0)


def test_new_when_place_and_day_are_missing_then_the_head_of_the_page_names_both(browser, group):
    page = text_of(browser.post(new(group), TYPED | {"place_name": "", "day": ""}))

    head = page.split('class="form-errors"')[1].split("</div>")[0]
    assert "会場の名前を書いてください" in head
    assert "行う日を1日以上えらんでください" in head


def test_new_when_picture_is_kept_but_not_described_then_asks_what_it_shows(browser, group):
    browser.post(keep(group), TYPED | {"picture_file": photo()})

    form = browser.post(new(group), TYPED).context["form"]

    assert list(form.errors) == ["picture_alt", "picture_people"]
    assert form.parts["picture_more"].is_open


def test_picture_when_taken_at_home_then_neither_file_nor_rendition_nor_name_says_where_or_who(browser, group):
    answers = {"picture_alt": "庭", "picture_people": "none", "picture_file": photo()}
    browser.post(new(group), TYPED | answers)

    picture = Event.objects.get().picture
    for kept in (picture, picture.get_rendition("fill-64x36|format-webp")):
        with kept.file.open() as file:
            content = file.read()
        assert not Image.open(BytesIO(content)).getexif()
        assert b"secret place" not in content
    assert "たろう" not in picture.file.name


def test_keep_when_scripts_run_then_says_when_and_page_opens_where_it_was_left(browser, group):
    answer = browser.post(keep(group), TYPED | {"summary": "赤ちゃんと", "day": "もうすぐ"}, **SCRIPT)

    page = text_of(browser.get(UnsentForm.objects.get().get_absolute_url()))

    assert answer.json() == {"said": "10:32に保存しました"}
    assert 'value="赤ちゃんと"' in page
    assert 'value="もうすぐ"' in page
    assert 'name="sent" value="form-1"' in page
    assert "もう一度確かめてください" not in page


def test_keep_when_a_picture_comes_then_shows_it(browser, group):
    answer = browser.post(keep(group), TYPED | {"picture_file": photo()}, **SCRIPT)

    assert "<img" in answer.json()["picture"]


def test_keep_when_another_picture_is_chosen_then_first_is_gone(browser, group):
    for _time in range(2):
        browser.post(keep(group), TYPED | {"picture_file": photo()})

    assert list(Picture.objects.all()) == [UnsentForm.objects.get().picture]


def test_keep_when_button_is_pressed_then_stands_on_the_desk(browser, group):
    response = browser.post(keep(group), TYPED, follow=True)

    assert response.redirect_chain == [("/desk/events/", 302)]
    assert "書きかけ" in text_of(response)
    assert UnsentForm.objects.get().delete_after == date(2026, 11, 24) + timedelta(days=KEPT_DAYS)


def test_keep_when_typed_again_then_is_one_form(browser, group):
    for title in ("わら", "わらべうた"):
        browser.post(keep(group), TYPED | {"title": title})

    assert UnsentForm.objects.get().title == "わらべうた"


@pytest.mark.parametrize("typed", [{"sent": ""}, {"description": "長" * 70_000}])
def test_keep_when_it_cannot_be_kept_then_says_why(browser, group, typed):
    answer = browser.post(keep(group), TYPED | typed, **SCRIPT)

    assert (answer.status_code, bool(answer.json()["detail"])) == (400, True)
    assert not UnsentForm.objects.exists()


def test_keep_when_form_has_been_sent_then_does_not_come_back(browser, group):
    browser.post(keep(group), TYPED)
    browser.post(new(group), TYPED)

    late = browser.post(keep(group), TYPED, **SCRIPT)

    assert (late.status_code, Event.objects.count(), UnsentForm.objects.count()) == (400, 1, 0)


def test_keep_when_group_or_event_is_anothers_then_is_not_there(browser):
    other = EventFactory(lead=OrganizationFactory(slug="yoso"))

    for about in ("organization=yoso", f"event={other.pk}", "event=1e9", ""):
        assert browser.post(f"/desk/events/unsent/?{about}", TYPED).status_code == 404


def test_unsent_when_asked_for_by_somebody_else_then_shows_nothing(as_user, browser, group):
    browser.post(keep(group), TYPED)
    colleague = MembershipFactory(organization=group).user

    page = as_user(colleague).get(UnsentForm.objects.get().get_absolute_url())

    assert "わらべうたの会" not in text_of(page)
    assert as_user(colleague).post("/desk/events/unsent/form-1/drop/").status_code == 404


def test_new_when_session_has_ended_then_words_wait_behind_the_sign_in_page(client, as_user, representative, group):
    away = client.post(new(group), TYPED)
    following = away.url.partition("next=")[2]
    page = text_of(
        as_user(representative).get(unescape(following).replace("%3F", "?").replace("%3D", "=").replace("%26", "&"))
    )

    assert away.url.startswith("/accounts/login/")
    assert 'value="わらべうたの会"' in page


def test_new_when_words_waited_then_sending_leaves_nothing_behind(client, browser, group):
    client.post(new(group), TYPED)

    browser.post(new(group), TYPED)

    assert (Event.objects.count(), UnsentForm.objects.count()) == (1, 0)


def test_keep_when_session_has_ended_then_script_is_told(client, group):
    assert client.post(keep(group), TYPED, **SCRIPT).status_code == 401


def test_edit_when_typed_and_left_then_goes_on_where_it_was(browser, group):
    event = EventFactory(lead=group, is_accessible=True)
    browser.post(f"/desk/events/unsent/?event={event.pk}", TYPED | {"title": "新しい題", "seen": "0"})

    form = browser.get(UnsentForm.objects.get().get_absolute_url()).context["form"]

    assert (form["title"].value(), form["is_accessible"].value(), form["seen"].value()) == ("新しい題", False, "0")
    browser.post(f"/desk/events/{event.pk}/edit/", TYPED | {"title": "新しい題"})
    assert not UnsentForm.objects.exists()


def test_edit_when_only_the_picture_is_described_anew_then_keeps_the_file(browser, group):
    picture = Picture.objects.create(title="庭", file=photo(), alt="庭", people="none")
    event = EventFactory(lead=group, picture=picture)
    path = f"/desk/events/{event.pk}/edit/"

    browser.post(path, TYPED | {"picture_alt": "秋の庭", "picture_people": "adults", "picture_middle": "se"})

    picture.refresh_from_db()
    assert (picture.alt, picture.people, picture.focal_point_x > picture.width // 2) == ("秋の庭", "adults", True)
    browser.post(path, TYPED | {"picture_gone": "on"})
    assert Event.objects.get().picture is None


def test_forget_old_when_its_day_is_over_then_words_and_picture_are_gone(browser, group):
    browser.post(keep(group), TYPED | {"picture_file": photo()})
    day = timezone.localdate() + timedelta(days=KEPT_DAYS)

    assert (forget_old(day=day), UnsentForm.objects.count()) == (0, 1)
    assert forget_old(day=day + timedelta(days=1)) == 1
    assert (UnsentForm.objects.count(), Picture.objects.count()) == (0, 0)


@pytest.fixture
def taken():
    """A room that somebody else has just then, and another that is free."""
    room = SpaceFactory(name="和室")
    start = datetime(2026, 12, 5, 10, tzinfo=TOKYO)
    taken = OccurrenceFactory(event=EventFactory(space=room), starts_at=start)
    SpaceFactory(name="洋室", facility=room.facility)
    return taken.space


def occupy(browser, group, room):
    browser.post(new(group), TYPED | {"space": room.pk, "sent": "first"})
    assert Booking.objects.count() == 1


def test_new_when_room_is_taken_then_nothing_is_written_and_others_are_offered(browser, group, taken):
    occupy(browser, group, taken)

    response = browser.post(new(group), TYPED | {"space": taken.pk})

    assert list(response.context["form"].errors) == ["space"]
    assert {other.space.name for other in response.context["others"]} == {"和室", "洋室"}
    assert (Event.objects.filter(title="わらべうたの会").count(), Booking.objects.count()) == (1, 1)


@pytest.mark.parametrize("is_other_time", [True, False])
def test_new_when_a_way_out_is_tapped_then_form_shows_it_and_can_be_sent(browser, group, taken, is_other_time):
    occupy(browser, group, taken)
    others = browser.post(new(group), TYPED | {"space": taken.pk}).context["others"]
    way = next(way for way in others if way.is_other_time is is_other_time)

    shown = browser.post(new(group), TYPED | {"space": taken.pk, "instead": way.answer}).context
    hours = {name: shown["dates"][name].value() for name in ("start", "end")}
    browser.post(new(group), TYPED | {"space": shown["form"]["space"].value()} | hours)

    assert not shown["form"].errors
    row = Event.objects.latest("pk").occurrences.get()
    assert (row.booking.space, row.starts_at) == (way.space, way.period.start)


def test_new_when_dates_are_to_be_kept_without_room_then_says_which(browser, group, taken):
    occupy(browser, group, taken)

    response = browser.post(new(group), TYPED | {"space": taken.pk, "without_room": "on"}, follow=True)

    assert "部屋が取れなかった日：12/5" in text_of(response)
    assert Event.objects.latest("pk").occurrences.get().room_problem != ""


def test_edit_when_the_new_room_is_taken_then_the_old_one_stays(browser, group, taken):
    occupy(browser, group, taken)
    free = SpaceFactory(name="工作室")
    browser.post(new(group), TYPED | {"space": free.pk})
    event = Event.objects.latest("pk")

    answer = browser.post(f"/desk/events/{event.pk}/edit/", TYPED | {"space": taken.pk})

    assert list(answer.context["form"].errors) == ["space"]
    assert {way.is_other_time for way in answer.context["others"]} == {False}
    row = event.occurrences.select_related("booking__space").get()
    assert (row.booking.space, row.booking.status) == (free, Booking.Status.REQUESTED)


def test_picture_when_its_people_agreed_no_longer_then_is_taken_down_and_each_group_told_once(group):
    picture = Picture.objects.create(
        title="庭", file=photo(), alt="庭", people="adults", consent_until=date(2026, 11, 23)
    )
    for _number in range(2):
        EventFactory(lead=group, picture=picture)
    EventFactory(lead=group, picture=Picture.objects.create(title="空", file=photo(), alt="空", people="none"))

    counts = [take_down_lapsed(today=date(2026, 11, 24)) for _time in range(2)]

    picture.refresh_from_db()
    assert (counts, picture.is_publishable) == ([1, 0], False)
    assert [row.purpose for row in Delivery.objects.all()] == ["picture_lapsed_20261123"]


def test_picture_when_consent_has_an_end_then_it_is_kept(browser, group):
    answers = {"picture_alt": "庭", "picture_people": "adults", "picture_until": "2027-03-31", "picture_file": photo()}

    browser.post(new(group), TYPED | answers)

    assert Event.objects.get().picture.consent_until == date(2027, 3, 31)


def test_picture_when_consent_is_over_already_then_says_so(browser, group):
    answers = {"picture_alt": "庭", "picture_people": "adults", "picture_until": "2026-11-23", "picture_file": photo()}

    assert list(browser.post(new(group), TYPED | answers).context["form"].errors) == ["picture_until"]


def test_edit_when_another_room_is_tapped_then_form_shows_it_and_nothing_is_saved(browser, group, taken):
    event = EventFactory(lead=group)

    form = browser.post(f"/desk/events/{event.pk}/edit/", TYPED | {"instead": taken.pk}).context["form"]

    assert (form["space"].value(), bool(form.errors)) == (str(taken.pk), False)
    assert Event.objects.get(pk=event.pk).space is None


def test_edit_when_a_stranger_sends_words_then_learns_nothing_of_the_event(client, group):
    event = EventFactory(lead=group, status="draft")
    there, not_there = (client.post(f"/desk/events/{pk}/edit/", TYPED) for pk in (event.pk, event.pk + 1))

    assert group.slug not in there.url
    assert there.url.replace(f"/{event.pk}/", "/") == not_there.url.replace(f"/{event.pk + 1}/", "/")
