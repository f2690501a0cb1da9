"""An event once more: the same words on other dates, or on last year's dates carried on by weekday."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models import Event, Host, Occurrence, Question
from events.recurrence import Recurrence
from events.services.borrowing import lead_of
from events.services.events import create_event
from events.shifting import WEEK, Proposal, Way, nth_weekday_of, shifted, whole_weeks_on, years_to_come
from organizations.models import User
from spaces.models import Closure
from spaces.opening_hours import holiday_name, why_closed_on
from spaces.periods import TOKYO, Period
from spaces.services.hours import hours_of
from spaces.templatetags.hours_words import closed_words

SEASON = timedelta(days=364)  # a whole number of weeks, so that a yearly event counts once
MOST_DATES = 60


@dataclass(frozen=True, slots=True)
class Carried:
    """A date carried on: ``period`` instead of ``old``; why it gave way to another week, if it did."""

    old: Period
    period: Period
    instead_of: date | None
    reason: str


def season_of(event: Event) -> list[Period]:
    """List when the event was last meant to take place, before anything was moved: its dates of one year.

    Of an event that goes on these are the dates already past; of one still to come, those ahead.
    """
    rows = event.occurrences.in_time_order()
    past = rows.filter(starts_at__lte=timezone.now())
    last = past.last() or rows.last()
    if last is None:
        return []
    season = (past if last.starts_at <= timezone.now() else rows).filter(starts_at__gt=last.starts_at - SEASON)
    return [_planned(row) for row in season[:MOST_DATES]]


def _planned(row: Occurrence) -> Period:
    starts = (row.moved_from or row.starts_at).astimezone(TOKYO)
    return Period(starts, starts + (row.ends_at - row.starts_at))


def usual_way(season: Sequence[Period]) -> Way:
    """Dates of a month of their own keep their place in it; those that come every week keep their distance."""
    months = [(period.start.year, period.start.month) for period in season]
    return Way.NTH if len(set(months)) == len(months) else Way.WEEKS


def carried_on(event: Event, season: Sequence[Period], *, way: Way, now: datetime) -> list[Carried]:
    """Propose for each date its like in the next year to come, away from holidays and closing days."""
    days = {period.start.date() for period in season}
    if not days:
        return []
    years = years_to_come(days, timezone.localdate(now))
    closed = _closed_days(event, days, years)
    found = {p.old: p for p in shifted(days, way=way, years=years, closed=closed, holiday=holiday_name)}
    return [_carried(period, found[period.start.date()]) for period in season]


def _carried(old: Period, found: Proposal) -> Carried:
    step = found.new - found.old
    return Carried(old, Period(old.start + step, old.end + step), found.instead_of, found.reason)


def _closed_days(event: Event, days: Iterable[date], years: int) -> dict[date, str]:
    """Name the days around the likes of ``days`` on which the place, or the city, is closed."""
    likes = [move(day, years) for day in days for move in (nth_weekday_of, whole_weeks_on)]
    near = {like + WEEK * weeks for like in likes for weeks in range(-2, 3)}
    first, last = min(near), max(near)
    closures = Closure.objects.touching(first, last).filter(facility=None, space=None, spans=[])
    closed = {day: row.reason for row in closures for day in near if row.starts_on <= day <= row.ends_on}
    if event.space is not None:
        hours = hours_of([event.space], first=first, last=last)[event.space.pk]
        reasons = {day: why_closed_on(hours, day) for day in near}
        closed |= {day: closed_words(reason) for day, reason in reasons.items() if reason is not None}
    return closed


@transaction.atomic
def copy_event(
    *, event: Event, periods: Iterable[Period], recurrence: Recurrence | None = None, by: User | None
) -> Event:
    """Make a draft that says what ``event`` says, on other dates; co-hosts are asked again.

    The time of applications moves with the first date. Raises ValidationError as create_event does.
    """
    dates = list(periods)
    facts = {name: getattr(event, name) for name in _copied()} | _applications(event, dates, recurrence)
    facts |= {"topics": list(event.topics.all()), "tags": list(event.tags.names())}
    others = event.hosts.exclude(role=Host.Role.LEAD).select_related("organization")
    copy = create_event(
        organization=lead_of(event),
        facts=facts,
        periods=dates,
        recurrence=recurrence,
        co_hosts=[(host.organization, host.role) for host in others],
        by=by,
    )
    copy.questions.bulk_create(_copied_question(question, copy) for question in event.questions.all())
    return copy


def _copied_question(question: Question, event: Event) -> Question:
    question.pk, question.event = None, event
    return question


def _applications(event: Event, dates: Sequence[Period], recurrence: Recurrence | None) -> dict[str, Any]:
    """Move the time of applications as the first date moves; one that is over by then is left out."""
    season, begins = season_of(event), [*(period.start for period in dates)]
    begins += [recurrence.starts_at] if recurrence else []
    if not season or not begins:
        return {}
    step = timedelta(days=(min(begins).astimezone(TOKYO).date() - season[0].start.date()).days)
    moved = {name: getattr(event, name) for name in ("apply_opens_at", "apply_closes_at")}
    moved = {name: moment + step for name, moment in moved.items() if moment is not None}
    return {} if moved.get("apply_closes_at", timezone.now()) < timezone.now() else moved


def _copied() -> list[str]:
    """List the fields that describe an event, apart from its state, its origin and its times."""
    own = {"id", "status", "sequence", "published_at", "created_at", "updated_at"}
    own |= {"entered_by", "on_behalf_of", "channel", "entered_at", "apply_opens_at", "apply_closes_at"}
    return [field.name for field in Event._meta.concrete_fields if field.name not in own]
