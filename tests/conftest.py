"""What every test may ask for: the database, the people of every role, the portal as it runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from django.utils.translation import override
from django.utils.translation.reloader import translation_file_changed
from pytest_django import DjangoDbBlocker

from organizations.models import Membership, StaffRole
from portal.management.commands.messages import compile_all
from portal.models import CitySettings, EmergencyBanner, Navigation
from portal.templatetags.chrome import build_chrome, chrome_key
from tests import databases
from tests.factories.organizations import MembershipFactory, UserFactory
from tests.processes import Portal

hypothesis.settings.register_profile("portal", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any test process reads them."""
    if not hasattr(config, "workerinput"):
        compile_all(Path(settings.BASE_DIR))
        translation_file_changed(None, Path("django.mo"))  # what Django read while it was set up is stale


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on the second database, what never asks one or says the same on each: it was proved on the first."""
    if connection.vendor == "sqlite":
        return
    asking = [item for item in items if asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
    items[:] = asking


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "file_database", "demo_portal"} & set(getattr(item, "fixturenames", ()))
    asks = bool(fixtures) or item.get_closest_marker("django_db") is not None
    is_of_pages = item.path.stem.endswith("_pages")  # the services beneath are asked by tests of their own
    return asks and not is_of_pages and item.get_closest_marker("once") is None


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Copy the migrated template; one copy for each test process."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            databases.sqlite_in_memory()
            yield
            return
        name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        databases.postgres_copy(name)
    yield
    with django_db_blocker.unblock():
        databases.drop_postgres(name)


@pytest.fixture
def file_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own that other processes can open: production options, never a flush."""
    with django_db_blocker.unblock(), databases.fresh(tmp_path) as address:
        yield address


@pytest.fixture
def portal(file_database: str, tmp_path: Path) -> Iterator[Portal]:
    """Server and worker as real processes over ``file_database``; the test starts, kills and restarts them."""
    running = Portal(database_url=file_database, var=tmp_path)
    yield running
    running.stop()


@pytest.fixture
def demo_portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Portal]:
    """As ``portal``, over the demo city (SQLite)."""
    with django_db_blocker.unblock(), databases.fresh(tmp_path, demo=True) as address:
        running = Portal(database_url=address, var=tmp_path)
        yield running
        running.stop()


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def speak_japanese():
    """Begin every test in Japanese: a page asked for in English leaves its language behind."""
    with translation.override("ja"):
        yield


@pytest.fixture
def resident(db):
    return UserFactory(name="住民")


@pytest.fixture
def representative(db):
    """Who represents one group; the group is ``representative.memberships.get().organization``."""
    return MembershipFactory(role=Membership.Role.REPRESENTATIVE).user


@pytest.fixture
def place_staff(db):
    return UserFactory(name="ひろば職員", staff_number="S01", roles=[StaffRole.PLACE_STAFF])


@pytest.fixture
def coordinator(db):
    return UserFactory(name="つなぎ役", staff_number="S02", roles=[StaffRole.COORDINATOR])


@pytest.fixture
def department(db):
    return UserFactory(name="子育て支援課", staff_number="S03", roles=[StaffRole.DEPARTMENT])


@pytest.fixture
def administrator(db):
    return UserFactory(name="管理者", staff_number="S04", roles=[StaffRole.ADMINISTRATOR])


@pytest.fixture
def as_user():
    """Give a browser in which a person is signed in: ``as_user(coordinator).get("/desk/")``."""
    return signed_in


@pytest.fixture
def keeper(place_staff):
    """The browser of somebody who keeps the places."""
    return signed_in(place_staff)


@pytest.fixture(scope="session")
def built_chrome():
    """What stands around the pages of a city that changed nothing, by language."""
    built = {}
    for language in ("ja", "en", "ja-x-easy"):
        with override(language):
            built[language] = build_chrome(CitySettings(), Navigation(), EmergencyBanner())
    return built


@pytest.fixture(autouse=True)
def usual_chrome(built_chrome):
    """Forget what earlier tests left in the cache, but keep the unchanged menu and foot ready: counting a page's
    queries counts the page's own."""
    cache.clear()
    for language, chrome in built_chrome.items():
        cache.set(chrome_key(language), chrome, None)
