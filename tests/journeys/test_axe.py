"""Every template over the demo city before axe-core: once a state, on a telephone and on a desktop, light and dark."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from events.models import Event, Occurrence
from organizations.models import Introduction, Need, Organization, Project, User
from spaces.models import Booking
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.journey

GROUP, ROOM = "kosodatesaron-hidamari", "kitahama-washitsu"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What a narrow page must not need: scrolling sideways, at 320 px as at 200 % of 640 (WCAG 2.2, 1.4.10).
NARROW = {"width": 320, "height": 700}
FITS = "document.documentElement.scrollWidth <= innerWidth"


def public() -> list[str]:
    coming = Occurrence.objects.upcoming(timezone.now())
    here = coming.filter(event__apply=Event.Apply.PORTAL, is_public=True).order_by("starts_at").first()
    without_form = coming.filter(event__apply=Event.Apply.NONE, is_public=True).order_by("starts_at").first()
    need, project = Need.objects.filter(status="open").first(), Project.objects.first()
    booking = Booking.objects.upcoming(timezone.now()).first()
    return [
        "/",
        "/en/",
        "/events/?day=sat&age=2y",
        "/events/?view=calendar",
        "/events/?view=map",
        f"/events/?age=2y&age=5y&q={quote('土曜 絵本')}",
        "/events/?q=zzzz&free=1",
        here.get_absolute_url(),
        without_form.get_absolute_url(),
        f"/events/{here.event_id}/{here.pk}/register/",
        f"/events/{here.event_id}/{here.pk}/flyer/",
        f"/events/{here.event_id}/{here.pk}/sign/",
        "/events/follow/?age=8m",
        "/deadlines/",
        "/receipts/",
        "/organizations/",
        f"/organizations/{GROUP}/",
        "/organizations/join/",
        "/spaces/",
        "/spaces/?q=zzzz",
        f"/spaces/{ROOM}/",
        "/spaces/shiomi-jidokan-hiroba/",
        f"/spaces/{ROOM}/book/",
        "/spaces/yamate-ongaku/book/?day=" + (timezone.localdate() + timedelta(days=9)).isoformat(),
        "/things/watagashiki/",
        "/things/watagashiki/borrow/",
        "/facilities/shiomi-jidokan/",
        booking.get_absolute_url(),
        "/districts/",
        "/districts/chuo/",
        "/needs/",
        f"/needs/{need.pk}/",
        "/offers/",
        "/projects/",
        f"/projects/{project.pk}/",
        f"/search/?q={quote('絵本')}",
        "/search/?q=zzzz",
        "/news/",
        "/news/playcar/",
        "/guides/",
        "/guides/akachan/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/child/",
    ]


def of_a_group() -> list[str]:
    event = Event.objects.filter(hosts__organization__slug=GROUP).first()
    date = event.occurrences.upcoming(timezone.now()).first()
    return [
        "/desk/",
        "/desk/events/",
        "/desk/events/new/",
        f"/desk/events/{event.pk}/edit/",
        f"/desk/events/{event.pk}/dates/",
        f"/desk/events/{event.pk}/copy/",
        f"/desk/events/{event.pk}/{date.pk}/parties/",
        f"/desk/events/{event.pk}/{date.pk}/move/",
        "/desk/bookings/",
        "/desk/needs/",
        "/needs/new/",
        "/desk/introductions/",
        "/desk/projects/",
        f"/organizations/{GROUP}/edit/",
        f"/organizations/{GROUP}/name/",
        f"/organizations/{GROUP}/members/",
        f"/organizations/{GROUP}/enrol/",
        f"/organizations/{GROUP}/home/",
        "/accounts/email/",
        "/accounts/2fa/",
    ]


def of_a_coordinator() -> list[str]:
    need, project = Need.objects.filter(status="open").first(), Project.objects.first()
    asked = Introduction.objects.get(status=Introduction.Status.ASKED)
    opened = Introduction.objects.get(status=Introduction.Status.CONTACT_OPENED)
    booking = Booking.objects.upcoming(timezone.now()).first()
    return [
        "/desk/",
        "/desk/matching/",
        f"/desk/matching/{need.pk}/",
        "/desk/matching/pair/",
        f"/desk/introductions/{asked.pk}/",
        f"/desk/introductions/{opened.pk}/",
        f"/desk/introductions/{opened.pk}/project/",
        "/desk/events/review/",
        "/desk/calls/",
        "/desk/bookings/",
        f"/desk/bookings/{booking.token}/",
        "/desk/projects/",
        "/desk/projects/new/",
        f"/desk/projects/{project.pk}/",
        f"/desk/groups/{GROUP}/",
        "/desk/events/new/",
        f"/spaces/{ROOM}/book/",
    ]


def of_an_administrator() -> list[str]:
    return ["/desk/", "/desk/departments/", "/desk/departments/kosodate-shien/", "/accounts/2fa/"]


def head() -> User:
    return Organization.objects.get(slug=GROUP).memberships.first().user


def staff(*roles: str) -> Callable[[], User]:
    return lambda: UserFactory(name="職員", roles=roles)


DESKS = [
    pytest.param(of_a_group, head, id="group"),
    pytest.param(of_a_coordinator, staff("coordinator"), id="coordinator"),
    pytest.param(of_an_administrator, staff("administrator"), id="administrator"),
]


def look_at_all(page, city, addresses, accessible):
    """Ask axe at every address at two widths, narrow it further, and gather what the browser complained of."""
    said = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    for number, address in enumerate(addresses):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.set_viewport_size(DESKTOP)
        assert page.goto(city.base_url + address).status == 200, address
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            accessible(page, colours=size == PHONE)
            assert page.evaluate(FITS), f"{address} is too wide at {size['width']} px"
        page.set_viewport_size(NARROW)
        assert page.evaluate(FITS), f"{address} needs scrolling sideways"
    assert said == []


@pytest.mark.parametrize("half", [0, 1])
def test_public_pages_when_asked_by_axe_then_nothing_is_wrong(demo_city, desktop, accessible, half):
    look_at_all(desktop, demo_city, public()[half::2], accessible)


@pytest.mark.parametrize(("pages", "who"), DESKS)
def test_desk_pages_when_asked_by_axe_then_nothing_is_wrong(demo_city, desktop, accessible, signed_in, pages, who):
    look_at_all(signed_in(desktop, demo_city, who()), demo_city, pages(), accessible)
