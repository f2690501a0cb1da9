"""The first floor's records, one file per subject."""

from spaces.models.bookings import Booking, BookingSeries, Occupancy
from spaces.models.calendars import CalendarKey
from spaces.models.charges import Charge, DayPart, Reduction
from spaces.models.demand import Unmet
from spaces.models.hours import Closure, OpeningHours, SchoolHoliday
from spaces.models.notices import Notice
from spaces.models.places import Activity, Equipment, Facility, FacilityText, Part, Space, SpaceText
from spaces.models.rounds import Lot, SeasonRound, Wish
from spaces.models.things import Loan, LoanDay, Thing
from spaces.models.visits import Door, Visit

__all__ = [
    "Activity",
    "Booking",
    "BookingSeries",
    "CalendarKey",
    "Charge",
    "Closure",
    "DayPart",
    "Door",
    "Equipment",
    "Facility",
    "FacilityText",
    "Loan",
    "LoanDay",
    "Lot",
    "Notice",
    "Occupancy",
    "OpeningHours",
    "Part",
    "Reduction",
    "SchoolHoliday",
    "SeasonRound",
    "Space",
    "SpaceText",
    "Thing",
    "Unmet",
    "Visit",
    "Wish",
]
