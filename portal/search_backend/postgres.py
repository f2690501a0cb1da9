"""The CMS's search on PostgreSQL."""

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from portal.search_backend import Japanese


class SearchBackend(Japanese, PostgresSearchBackend):
    """Full-text search over the terms that records bring; needs SEARCH_CONFIG "simple", which changes no word."""
