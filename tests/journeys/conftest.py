"""A real browser before the real server: what journeys need.

``site`` is the server over an empty city, ``demo_site`` over the demo city, ``demo_city`` the same once for a whole
module that only reads; ``phone`` and ``desktop`` are pages of a browser, ``scriptless`` the phone without JavaScript.
Nothing leaves this machine.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pytest_django import DjangoDbBlocker

from organizations.models import User
from tests import databases
from tests.processes import Portal

# Playwright leaves an event loop in this thread; Django would take our plain calls for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def absent(reason: str) -> None:
    """Skip loudly; where nobody would read the skip, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(f"!!! {reason}; tests/bring.sh brings it")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        absent("Chromium is not on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def stay_here(route: Route) -> None:
    if route.request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
        route.continue_()
    else:
        route.abort()


def opened(browser: Browser, **options: object) -> Page:
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", **options)
    context.set_default_timeout(15_000)
    context.route("**/*", stay_here)
    return context.new_page()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    page = opened(chromium, **PHONE)
    yield page
    page.context.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    page = opened(chromium, **DESKTOP)
    yield page
    page.context.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    page = opened(chromium, **PHONE, java_script_enabled=False)
    yield page
    page.context.close()


@pytest.fixture
def site(portal: Portal) -> Portal:
    """The server over an empty city; what the test writes through models and services is there at once."""
    portal.start_server(workers=1)
    return portal


@pytest.fixture
def demo_site(demo_portal: Portal) -> Portal:
    """The server over the demo city."""
    demo_portal.start_server(workers=1)
    return demo_portal


@pytest.fixture(scope="module")
def demo_city(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """As ``demo_site``, one for all tests of a module: for those that only look."""
    folder = tmp_path_factory.mktemp("city")
    with django_db_blocker.unblock(), databases.fresh(folder, demo=True) as address:
        running = Portal(database_url=address, var=folder)
        running.start_server(workers=1)
        yield running
        running.stop()


@pytest.fixture
def signed_in() -> Callable[[Page, Portal, User], Page]:
    """Open the browser as a person: ``signed_in(phone, site, coordinator)``."""

    def sign_in(page: Page, portal: Portal, user: User) -> Page:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": portal.base_url}]
        )
        return page

    return sign_in


@pytest.fixture(scope="session")
def accessible() -> Callable[..., None]:
    """Ask axe about the page as it stands: ``accessible(phone)`` fails with every rule broken and where.

    Contrast takes half of its time; ``colours=False`` leaves it out for a page that was asked at another width.
    """
    axe = Axe()

    def check(page: Page, *, colours: bool = True) -> None:
        asked = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"color-contrast": {"enabled": colours}}}
        found = axe.run(page, options=asked).response["violations"]
        said = [f"{v['id']}: {v['help']} — {n['html'][:160]}" for v in found for n in v["nodes"]]
        assert said == [], f"{page.url}\n" + "\n".join(said)

    return check


@pytest.fixture
def looked_at(accessible: Callable[[Page], None], pictured: Callable[[Page, str], Path]) -> Callable[[Page, str], None]:
    """Keep a picture of the page, see that it needs no scrolling sideways, and ask axe where scripts run."""

    def look(page: Page, name: str) -> None:
        pictured(page, name)
        narrow = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(narrow), f"{page.url} is wider than the screen"
        accessible(page)

    return look


@pytest.fixture
def pictured(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Keep a picture of the page to look at: ``pictured(phone, "home")`` → var/pictures/<test>-home.png."""
    folder = Path(settings.BASE_DIR) / "var" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> Path:
        path = folder / f"{request.node.name}-{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep
