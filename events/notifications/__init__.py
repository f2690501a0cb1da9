"""What groups and families are told about an event, by mail or on the call list."""

from events.notifications.dates import cancelled, elsewhere, goes_ahead, moved, postponed, restored
from events.notifications.hosts import (
    approved,
    handed_in,
    host_answered,
    host_invited,
    number_wanted,
    returned,
    same_family,
)
from events.notifications.parties import (
    applied,
    ask_how_it_was,
    lapsed,
    not_drawn,
    offered,
    registered,
    remind,
    waits,
    withdrawn,
    won,
)

__all__ = [
    "applied",
    "approved",
    "ask_how_it_was",
    "cancelled",
    "elsewhere",
    "goes_ahead",
    "handed_in",
    "host_answered",
    "host_invited",
    "lapsed",
    "moved",
    "not_drawn",
    "number_wanted",
    "offered",
    "postponed",
    "registered",
    "remind",
    "restored",
    "returned",
    "same_family",
    "waits",
    "withdrawn",
    "won",
]
