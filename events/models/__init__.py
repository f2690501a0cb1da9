"""The second floor's records, one file per subject."""

from events.models.events import Event, EventText, Host
from events.models.occurrences import Occurrence
from events.models.registrations import Registration

__all__ = ["Event", "EventText", "Host", "Occurrence", "Registration"]
