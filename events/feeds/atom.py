"""Writes an Atom feed as plain strings (RFC 4287)."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from organizations.ical import Entry
from organizations.templatetags.words import long_day_words, time_range

# Letters that XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(*, title: str, address: str, page: str, language: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the feed found at ``address`` about what ``page`` shows, in pieces; both absolute."""
    written = list(entries)
    updated = max((entry.modified for entry in written), default=datetime(2000, 1, 1, tzinfo=UTC))
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>'
        f"<title>{clean(title)}</title><id>{clean(address)}</id><updated>{stamp(updated)}</updated>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(address)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>'
        f"<author><name>{clean(title)}</name></author>\n"
    )
    for entry in written:
        yield from _entry(entry)
    yield "</feed>\n"


def clean(text: str) -> str:
    """Escape a text and leave out what XML cannot hold."""
    return escape(_FORBIDDEN.sub("", text))


def stamp(moment: datetime) -> str:
    """Write an instant as RFC 3339 wants it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<entry><title>{clean(entry.summary)}</title><id>{clean(entry.url)}</id>"
    yield f"<updated>{stamp(entry.modified)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(entry.url)}/>'
    lines = [_when(entry), entry.location, entry.description]
    yield f"<summary>{clean(chr(10).join(filter(None, lines)))}</summary></entry>\n"


def _when(entry: Entry) -> str:
    if entry.all_day:
        return str(long_day_words(entry.starts_at))
    return str(time_range(entry.starts_at, entry.ends_at))
