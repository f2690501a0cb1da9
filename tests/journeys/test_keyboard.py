"""With the keyboard alone: find an event and register, always seeing where one is."""

import pytest
from playwright.sync_api import expect

from events.models import Event, Registration
from events.services.index import index_event
from tests.factories.events import EventFactory, OccurrenceFactory

pytestmark = pytest.mark.journey
# What the eye sees of the focus: an outline, or a shadow that stands for one.
SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
}"""
NAME = "() => (document.activeElement.innerText || document.activeElement.name || '').trim()"


def tab_to(page, name):
    """Press Tab until a thing of this name has the focus; every stop on the way must be seen."""
    page.wait_for_load_state()
    for _stop in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the end of the page and its beginning
        here = page.evaluate(NAME)
        assert page.evaluate(SEEN), f"nobody sees the focus on {here!r} of {page.url}"
        if here == name:
            return
    pytest.fail(f"{name} is out of the keyboard's reach on {page.url}")


def test_event_when_sought_and_registered_for_by_keyboard_then_all_is_in_reach(site, desktop):
    event = EventFactory(title="土曜の砂場あそび", apply=Event.Apply.PORTAL, age_from_months=0, age_to_months=47)
    OccurrenceFactory(event=event)
    index_event(event)

    desktop.goto(site.base_url)
    tab_to(desktop, "2さい")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/events/?age=2y")
    tab_to(desktop, "q")
    desktop.keyboard.type("砂場")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**q=**")
    tab_to(desktop, "土曜の砂場あそび")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/events/*/*/")
    tab_to(desktop, "この回に申し込む")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/register/")
    tab_to(desktop, "name")
    desktop.keyboard.type("小林 あおい")
    tab_to(desktop, "phone")
    desktop.keyboard.type("090-1111-2345")
    tab_to(desktop, "申し込む")
    desktop.keyboard.press("Enter")

    expect(desktop.get_by_role("heading", level=1)).to_have_text("申し込みました")
    assert Registration.objects.get().phone == "090-1111-2345"
