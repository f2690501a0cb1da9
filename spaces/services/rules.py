"""What a space allows: whom, for how long, how early, how often, and when it is open.

A refusal is a code, with a number where its sentence names one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization, User
from spaces import opening_hours as pure
from spaces.models import Booking, DayPart, Reduction, Space, Thing
from spaces.periods import TOKYO, Period, day_period
from spaces.services.availability import taken_times, widened
from spaces.services.day_parts import day_parts_of, stretch_of
from spaces.services.hours import hours_of

GROUP_DAYS_AHEAD = 400  # registered groups plan a year ahead; everybody else as the space says
REFUSALS = {
    "not_bookable": _("This space cannot be booked here."),
    "groups_only": _("This space is lent to groups only."),
    "too_many": _("This space holds up to %(count)d people."),
    "too_short": _("Please book at least %(count)d minutes."),
    "too_long": _("Please book at most %(count)d minutes."),
    "day_part": _("Please choose one part of the day, or several that follow one another."),
    "raster": _("Bookings start every %(count)d minutes."),
    "past": _("This time is over already."),
    "too_early": _("Bookings open %(count)d days ahead."),
    "opens_month": _("Bookings open on the 1st of the month, %(count)d months before."),
    "locals_first": _("In the first %(count)d days, people and groups of the city come first."),
    "too_late": _("Online bookings close %(count)d hours ahead; please telephone."),
    "closed": _("The space is closed at this time."),
    "quota": _("You may have this space for %(count)d hours a month; with this booking it would be more."),
    "taken": _("This time is already taken."),
}


def refusal(code: str, count: int | None = None) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params={"count": count})


def refusal_words(code: str, count: int | None = None) -> str:
    """Say a refusal that was kept as a code with its number; of a code unknown here nothing is said."""
    return str(REFUSALS[code]) % {"count": count} if code in REFUSALS else ""


class SpaceTaken(ValidationError):
    """Somebody else holds a part of this space at this time."""

    def __init__(self) -> None:
        super().__init__(REFUSALS["taken"], code="taken", params={"count": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who borrows: a person by name, for a group or for herself, perhaps entered by staff."""

    name: str
    email: str = ""
    phone: str = ""
    organization: Organization | None = None
    person: User | None = None
    is_local: bool = True
    on_behalf_of: str = ""
    channel: str = Channel.WEB
    language: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What for, for how many, of what ages; a booking for an event follows the event's dates.

    ``reduction`` is what the guest asks for, staff look at it; ``things`` are lent with the room, so many of each.
    """

    purpose: str
    head_count: int
    ages: str = ""
    is_for_event: bool = False
    reduction: Reduction | None = None
    things: Sequence[tuple[Thing, int]] = ()


@dataclass(slots=True)
class Calendar:
    """What one space's wishes are held against: its hours, what is taken, and what the guest has in each month."""

    hours: pure.OpeningHours
    parts: list[DayPart] = field(default_factory=list)
    taken: list[Period] = field(default_factory=list)
    had: dict[date, timedelta] = field(default_factory=lambda: defaultdict(timedelta))

    def note(self, space: Space, period: Period) -> None:
        """Count a wish that was granted, for those that follow it."""
        self.taken.append(widened(space, *blocked_time(space, period)))
        self.had[month_of(period)] += period.length


def blocked_time(space: Space, period: Period) -> tuple[datetime, datetime]:
    """Add set-up and clearing."""
    before, after = timedelta(minutes=space.buffer_before_minutes), timedelta(minutes=space.buffer_after_minutes)
    return period.start - before, period.end + after


def month_of(period: Period) -> date:
    return period.start.astimezone(TOKYO).date().replace(day=1)


def calendar_of(space: Space, guest: Guest, *, first: date, last: date, leaving_out: Booking | None = None) -> Calendar:
    """Fetch the hours on the days ``first`` to ``last`` and, where there is a quota, what the guest has already."""
    calendar = Calendar(hours_of([space], first=first, last=last)[space.pk], day_parts_of([space])[space.pk])
    if _quota(space, guest):
        following = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
        within = day_period(first.replace(day=1), following - timedelta(days=1))
        others = space.bookings.holding().of_guest(guest.organization, guest.person, guest.email, guest.phone)
        if leaving_out is not None:
            others = others.exclude(pk=leaving_out.pk)
        for start, end in others.between(within.start, within.end).values_list("starts_at", "ends_at"):
            calendar.had[month_of(Period(start, end))] += end - start
    return calendar


def _quota(space: Space, guest: Guest) -> int | None:
    return space.group_hours_a_month if guest.organization else space.person_hours_a_month


def judge(
    *, space: Space, periods: Iterable[Period], guest: Guest, use: Use, early_enough: bool = False
) -> list[tuple[Period, ValidationError | None]]:
    """Hold each wish against the rules and against what stands; None says that it may be had. Nothing is written.

    ``early_enough``: it was asked for in good time, and has waited since.
    """
    wishes = sorted(periods)
    if not wishes:
        return []
    first, last = wishes[0].start.astimezone(TOKYO).date(), wishes[-1].end.astimezone(TOKYO).date()
    calendar = calendar_of(space, guest, first=first, last=last)
    calendar.taken = taken_times([space], day_period(first, last))[space.pk]
    guest = replace(guest, channel=Channel.PHONE) if early_enough else guest
    return [(period, _verdict(space, period, guest, use, calendar)) for period in wishes]


def _verdict(space: Space, period: Period, guest: Guest, use: Use, calendar: Calendar) -> ValidationError | None:
    try:
        check_rules(space=space, period=period, guest=guest, use=use, calendar=calendar)
    except ValidationError as refused:
        return refused
    if any(period.overlaps(other) for other in calendar.taken):
        return SpaceTaken()
    calendar.note(space, period)
    return None


def check_rules(*, space: Space, period: Period, guest: Guest, use: Use, calendar: Calendar) -> None:
    """Hold one wish against the rules of the space, whoever else is there. Raises ValidationError with a code."""
    if not space.is_bookable:
        raise refusal("not_bookable")
    if guest.organization is None and not space.individuals_welcome:
        raise refusal("groups_only")
    if space.capacity is not None and use.head_count > space.capacity:
        raise refusal("too_many", space.capacity)
    if not space.is_lent_by_parts:
        _check_length(space, period)
    elif stretch_of(calendar.parts, period) is None:
        raise refusal("day_part")
    _check_lead_time(space, period, guest)
    first, last = period.start.astimezone(TOKYO).date(), period.end.astimezone(TOKYO).date()
    hours = pure.open_periods(calendar.hours, first=first, last=last)
    if not any(span.start <= period.start and period.end <= span.end for span in hours):
        raise refusal("closed")
    quota = _quota(space, guest)
    if quota and calendar.had[month_of(period)] + period.length > timedelta(hours=quota):
        raise refusal("quota", quota)


def _check_length(space: Space, period: Period) -> None:
    minutes = int(period.length.total_seconds() // 60)
    if minutes < space.min_minutes:
        raise refusal("too_short", space.min_minutes)
    if minutes > space.max_minutes:
        raise refusal("too_long", space.max_minutes)
    local = period.start.astimezone(TOKYO)
    if (local.hour * 60 + local.minute) % space.raster_minutes or local.second or local.microsecond:
        raise refusal("raster", space.raster_minutes)


def _check_lead_time(space: Space, period: Period, guest: Guest) -> None:
    now = timezone.now()
    if period.start <= now:
        raise refusal("past")
    if space.opens_months_ahead is not None:
        _check_month(space, space.opens_months_ahead, month_of(period), guest)
    elif period.start > now + timedelta(days=_days_ahead(space, guest)):
        raise refusal("too_early", _days_ahead(space, guest))
    if guest.channel == Channel.WEB and period.start < now + timedelta(hours=space.closes_hours_ahead):
        raise refusal("too_late", space.closes_hours_ahead)


def _check_month(space: Space, months: int, month: date, guest: Guest) -> None:
    """Hold a month against the day on which its bookings open, for everybody or for the city's own people first."""
    today = timezone.localdate()
    opens = opening_day(month, months)
    if today < opens:
        raise refusal("opens_month", months)
    if today < opens + timedelta(days=space.locals_first_days) and not _is_local(guest):
        raise refusal("locals_first", space.locals_first_days)


def opening_day(month: date, months: int) -> date:
    """Find the first of the month so many months before."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _is_local(guest: Guest) -> bool:
    """Registered groups are the city's own; of others the guest says so."""
    is_registered = guest.organization is not None and guest.organization.door == Organization.Door.ENROLLED
    return guest.is_local or is_registered


def _days_ahead(space: Space, guest: Guest) -> int:
    """How early: registered groups first, then who lives in the city, then everybody."""
    if guest.organization is not None and guest.organization.door == Organization.Door.ENROLLED:
        return max(GROUP_DAYS_AHEAD, space.opens_days_ahead)
    if not guest.is_local and space.others_days_ahead is not None:
        return space.others_days_ahead
    return space.opens_days_ahead
