"""Records of the CMS that can be found in Japanese."""

from typing import Any

from wagtail.search import index

from organizations import language


class Findable(index.Indexed):
    """Brings its own terms to the search of the CMS: put FOUND_BY beside the class's other search fields."""

    def search_terms(self) -> str:
        """Give the terms of all indexed texts, and how the title's words are read, for a query typed in kana."""
        fields = [field for field in self.get_search_fields() if isinstance(field, index.SearchField)]
        texts = [_text(field.get_value(self)) for field in fields if field.field_name != "search_terms"]
        readings = [word.reading for word in language.words(str(getattr(self, "title", "")))]
        return " ".join([*language.normal_terms(" ".join(texts)), *readings, "".join(readings)])


FOUND_BY = [index.SearchField("search_terms"), index.AutocompleteField("search_terms")]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value or "")
