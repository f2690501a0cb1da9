"""The second floor's records, one file per subject."""

from events.models.attendance import Attendance
from events.models.demand import EmptySearch
from events.models.draws import Draw
from events.models.evaluations import Asked, UserEvaluation
from events.models.events import Event, EventText, Host
from events.models.month_reports import MonthReport
from events.models.occurrences import Occurrence
from events.models.posting import Distinction, Look, UnsentForm
from events.models.questions import Question
from events.models.receptions import Reception, ReceptionText
from events.models.registrations import Registration
from events.models.series import Series
from events.models.sources import CalendarSource, SourceDate, SourceEvent
from events.models.subscriptions import Subscription
from events.models.verdicts import Verdict

__all__ = [
    "Asked",
    "Attendance",
    "CalendarSource",
    "Distinction",
    "Draw",
    "EmptySearch",
    "Event",
    "EventText",
    "Host",
    "Look",
    "MonthReport",
    "Occurrence",
    "Question",
    "Reception",
    "ReceptionText",
    "Registration",
    "Series",
    "SourceDate",
    "SourceEvent",
    "Subscription",
    "UnsentForm",
    "UserEvaluation",
    "Verdict",
]
