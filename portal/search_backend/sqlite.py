"""The CMS's search on SQLite."""

from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

from portal.search_backend import Japanese


class SearchBackend(Japanese, SQLiteSearchBackend):
    """FTS5 over the terms that records bring."""
