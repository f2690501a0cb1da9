"""Ticking off, leaving for tomorrow, undoing; narrowing the desk and keeping the view."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Organization
from portal.models import Mark, SavedView
from portal.services.waiting import desks
from portal.services.waiting.sources import SOURCES
from tests.factories.organizations import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator, as_user):
    return as_user(coordinator)


@pytest.fixture
def quiet():
    group = OrganizationFactory(name="しずかな会")
    Organization.objects.filter(pk=group.pk).update(created_at=timezone.now() - timedelta(days=400))
    return group


def titles(browser, query=""):
    sections = browser.get(f"/desk/{query}").context["sections"]
    return [item.title for section in sections for item in section.items]


def test_sources_have_codes_of_their_own():
    codes = [source.code for source in SOURCES]

    assert len(codes) == len(set(codes))


def test_quiet_group_when_ticked_off_then_rests_for_ninety_days(desk, quiet):
    desk.post("/desk/aside/", {"done": f"quiet:{quiet.pk}"})

    assert titles(desk) == []
    assert Mark.objects.get().until == timezone.localdate() + timedelta(days=90)


def test_item_when_left_for_tomorrow_then_comes_back_tomorrow(desk, quiet, coordinator):
    desk.post("/desk/aside/", {"later": f"quiet:{quiet.pk}"})

    days = [timezone.now(), timezone.now() + timedelta(days=1)]
    assert [sum(len(s.items) for s in desks.desk_of(coordinator, day)) for day in days] == [0, 1]


def test_undo_brings_back_the_last_and_then_the_one_before(desk, quiet):
    pending = OrganizationFactory(name="新しい会", status=Organization.Status.PENDING)
    for key in (f"quiet:{quiet.pk}", f"groups:{pending.pk}"):
        desk.post("/desk/aside/", {"later": key})

    seen = []
    for _turn in range(3):
        desk.post("/desk/back/")
        seen.append(titles(desk))

    assert seen == [["新しい会"], ["新しい会", "しずかな会"], ["新しい会", "しずかな会"]]


@pytest.mark.parametrize("key", ["", "x", "quiet:", "quiet:99999", "nothing:1", "quiet:1:2", "my-mails:1"])
def test_aside_of_what_does_not_wait_then_a_sentence_and_no_mark(desk, quiet, key):
    page = desk.post("/desk/aside/", {"later": key}, follow=True).content.decode()

    assert ("もう待っていません" in page, Mark.objects.count()) == (True, 0)


def test_done_of_what_its_own_page_settles_then_refused(desk):
    pending = OrganizationFactory(status=Organization.Status.PENDING)

    page = desk.post("/desk/aside/", {"done": f"groups:{pending.pk}"}, follow=True).content.decode()

    assert ("そのページで" in page, Mark.objects.count()) == (True, 0)


def test_marks_of_one_do_not_hide_from_another(desk, quiet, as_user, place_staff):
    from_other = OrganizationFactory(name="待つ会", status=Organization.Status.PENDING)
    Mark.objects.create(user=place_staff, key=f"groups:{from_other.pk}", until=timezone.localdate() + timedelta(days=9))

    assert titles(desk) == ["待つ会", "しずかな会"]
    as_user(place_staff).post("/desk/back/")
    assert Mark.objects.count() == 0


def test_desk_when_narrowed_then_shows_those_headings_only_and_keeps_the_view(desk, quiet):
    OrganizationFactory(name="待つ会", status=Organization.Status.PENDING)

    seen = titles(desk, "?only=quiet&only=nonsense")
    answer = desk.post("/desk/views/", {"name": "しずか", "query": "only=quiet&evil=//x"})

    assert (seen, answer["Location"]) == (["しずかな会"], "/desk/?only=quiet")
    assert titles(desk, "?late=1") == []
    assert [view["name"] for view in desk.get("/desk/").context["views"]] == ["しずか"]


def test_view_of_somebody_else_is_not_there(desk, resident):
    view = SavedView.objects.create(user=resident, name="わたしの", query="late=1")

    assert desk.post(f"/desk/views/{view.pk}/forget/").status_code == 404


def test_keep_view_when_ten_are_kept_then_refused(desk, coordinator):
    for number in range(10):
        SavedView.objects.create(user=coordinator, name=f"{number}", query="late=1")

    page = desk.post("/desk/views/", {"name": "11", "query": "late=1"}, follow=True).content.decode()

    assert ("10個まで" in page, SavedView.objects.count()) == (True, 10)


def test_forget_old_marks_once(coordinator):
    long_ago = timezone.now() - timedelta(days=9)
    mark = Mark.objects.create(user=coordinator, key="quiet:1", until=timezone.localdate(long_ago))
    Mark.objects.filter(pk=mark.pk).update(made_at=long_ago)

    assert [desks.forget_old(now=timezone.now()) for _turn in range(2)] == [1, 0]


@pytest.mark.parametrize("role", ["department", "plan_office", "approver", "council", "press", "administrator"])
def test_desk_of_every_role_opens_in_both_languages(role, as_user):
    browser = as_user(UserFactory(roles=[role]))

    assert [browser.get(f"{prefix}/desk/").status_code for prefix in ("", "/en")] == [200, 200]
