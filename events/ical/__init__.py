"""Calendar files read (iCalendar, RFC 5545).

PURE: knows no Django. In: ``text`` finds the characters, ``components`` the events, ``zones`` and ``moments`` the
times, ``series`` the dates; what cannot be kept is named in a ``Problem`` and never loses its neighbours.
Out: organizations.ical.
"""

from events.ical.problems import Problem, Unreadable
from events.ical.reading import Expansion, Reading, Series, expand_calendar, read_calendar
from events.ical.series import Found

__all__ = [
    "Expansion",
    "Found",
    "Problem",
    "Reading",
    "Series",
    "Unreadable",
    "expand_calendar",
    "read_calendar",
]
