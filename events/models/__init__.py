"""The second floor's records, one file per subject."""

from events.models.events import Event, EventText, Host
from events.models.occurrences import Occurrence
from events.models.posting import Distinction, Look, UnsentForm
from events.models.registrations import Registration

__all__ = ["Distinction", "Event", "EventText", "Host", "Look", "Occurrence", "Registration", "UnsentForm"]
