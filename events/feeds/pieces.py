"""Long answers in pieces, so that no whole one lies in memory."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.utils.translation import get_language, override

TEXTS = 64  # as many entries at once: some 50 kB, fewer calls than entries


def in_pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Write the texts in the language of now; the first piece at once, so that a failure becomes an error page."""
    rest, language = iter(texts), get_language() or "ja"
    return chain([_piece(rest)], _following(rest, language))


def _following(texts: Iterator[str], language: str) -> Iterator[bytes]:
    while True:
        with override(language):
            piece = _piece(texts)
        if not piece:
            return
        yield piece


def _piece(texts: Iterator[str]) -> bytes:
    return "".join(islice(texts, TEXTS)).encode()
