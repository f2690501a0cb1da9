"""What could not be kept of a calendar, in words its group can act on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.services.incoming import Note

READING: dict[str, str | Promise] = {
    "too_large": _("The file is larger than %(value)s bytes."),
    "empty": _("The file is empty."),
    "html": _("This is a web page, not a calendar. Please look for the address that ends in .ics, or for “iCal”."),
    "no_calendar": _("The file holds no calendar."),
    "compressed": _("The compressed file cannot be unpacked."),
    "characters": _("Some characters cannot be read as %(value)s."),
    "cut": _("The file ends inside this event."),
    "not_closed": _("The event has no end line."),
    "calendar_zone": _("The calendar’s time zone %(value)s is not known; Japanese time was taken."),
    "zone": _("The time zone %(value)s is not known; the time was read as local time."),
    "no_start": _("The event has no beginning."),
    "bad_value": _("“%(value)s” is not a date or time."),
    "repaired": _("“%(value)s” was read as the date it most likely means."),
    "bad_duration": _("“%(value)s” is not a length of time."),
    "end_before_start": _("The event ends before it starts."),
    "rule": _("This part of how it repeats cannot be kept: %(value)s."),
    "until_day": _("The last day of the series (%(value)s) has no time; the whole day was taken."),
    "rule_in_override": _("A changed date cannot repeat by itself."),
    "other_kind": _("Days and times are mixed in %(value)s."),
    "same_uid": _("Several events have the same mark (UID) %(value)s; each was taken by itself."),
    "too_many": _("More than %(value)s dates; the rest is left out."),
}
TAKING: dict[str, str | Promise] = {
    "too_many_events": _("Only the first %(value)s events of a calendar come in."),
    "private": _("Marked as private in the calendar; it stays out."),
    "ours": _("This event comes from this very site."),
    "no_title": _("The event has no title."),
    "over": _("All its dates are over, or too far away."),
    "too_long": _("One date lasts less than 100 days. Please enter several."),
    "shortened": _("A text was too long and has been shortened."),
    "orphan": _("The series that this date belongs to is not in the calendar; it was taken as a single date."),
    "older": _("The calendar gives an older version than the one read before; nothing was changed."),
    "removed_here": _("This event was taken away here; it does not come back."),
    "changed_here": _("This was changed both here and in the calendar; what stands here was kept."),
    "elsewhere": _("Another group has announced the same already. Please look whether one of the two is enough."),
    "gone": _("No longer in the calendar: its coming dates are called off."),
    "refused": "%(value)s",
    "nothing": _("The calendar holds no events. Everything read before stays."),
}
FETCHING: dict[str, str | Promise] = {
    "address": _("This is not an address of a calendar. It begins with https:// or webcal://."),
    "port": _("Calendars are read only from the usual ports of the web."),
    "private": _("This address leads into a private network, and is not read."),
    "unknown_host": _("There is no site of this name. Please look at the address again."),
    "redirects": _("The address leads on too many times."),
    "slow": _("The site did not answer within 10 seconds."),
    "broken": _("The site did not answer as expected. We will try again later."),
    "certificate": _("The site’s certificate is not valid."),
    "large": _("The calendar is larger than 5 megabytes."),
    "status": _("The site answers with error %(value)s. Is the calendar still shared?"),
}


def note_words(note: Note) -> str:
    """Say a note about a component."""
    return str((READING | TAKING)[note.code]) % {"value": note.value[:80]}


def problem_words(problem: str) -> str:
    """Say why a calendar could not be read: ``code`` or ``code:value``, as a source remembers it."""
    code, _colon, value = problem.partition(":")
    sentences = {**READING, **TAKING, **FETCHING}
    return str(sentences.get(code, "")) % {"value": value}
