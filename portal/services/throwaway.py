"""A database in memory that stands in for the real one, for questions about a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

MEMORY = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Put an empty database with every table in place of the default one; what is written is gone afterwards.

    Needs no migrated database. For commands: the threads of a server must not share it.
    """
    kept, connection = connections["default"], ConnectionHandler(MEMORY)["default"]
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        _create_tables(connection)
        yield
    finally:
        connection.close()
        connections["default"] = kept
        ContentType.objects.clear_cache()


def _create_tables(connection: BaseDatabaseWrapper) -> None:
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
