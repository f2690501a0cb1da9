"""What every test may ask for: a migrated database, a database for several processes, the site as it runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.processes import Portal


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
