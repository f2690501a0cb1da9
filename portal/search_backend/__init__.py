"""The search of the CMS and its choosers, with Japanese cut into terms; public search has an index of its own.

Records bring their terms themselves (organizations.models.findable). The settings choose the module of the database in
use: Wagtail's own part for the other database cannot even be imported.
"""

from typing import Any

from modelsearch.backends.base import BaseSearchBackend
from modelsearch.query import PlainText

from organizations import language


def in_terms(query: Any) -> Any:
    """Turn what an editor typed into terms, kana also into its sound; a query that was built stays as it is."""
    typed = query.query_string if isinstance(query, PlainText) else query
    if not isinstance(typed, str) or not typed.strip():
        return query
    terms = PlainText(" ".join(language.normal_terms(typed)) or typed)
    return terms | PlainText(language.hiragana(language.key(typed))) if language.is_kana(typed) else terms


class Japanese(BaseSearchBackend):
    """Every term must be there; the last may be unfinished while somebody types."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, operator: str | None = None, **kwargs: Any) -> Any:
        return super().search(in_terms(query), model_or_queryset, *args, operator=operator or "and", **kwargs)

    def autocomplete(
        self, query: Any, model_or_queryset: Any, *args: Any, operator: str | None = None, **kwargs: Any
    ) -> Any:
        return super().autocomplete(in_terms(query), model_or_queryset, *args, operator=operator or "and", **kwargs)
