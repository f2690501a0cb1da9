"""Opening hours and closures said in words."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from organizations.templatetags.words import WEEKDAYS, day_words, long_day_words, moment_words, weekday_words
from spaces.models import Closure, OpeningHours, SchoolHoliday
from spaces.opening_hours import DAY_MINUTES, Closed, DayPlan, Reason, Span, holiday_name
from spaces.periods import TOKYO
from spaces.services.standing import Now, Special, hours_by_period

register = template.Library()
register.filter(hours_by_period)
DAY_CODES = tuple(WEEKDAYS)
WEEKS = {
    1: pgettext_lazy("week of the month", "1st"),
    2: pgettext_lazy("week of the month", "2nd"),
    3: pgettext_lazy("week of the month", "3rd"),
    4: pgettext_lazy("week of the month", "4th"),
    5: pgettext_lazy("week of the month", "5th"),
    -1: pgettext_lazy("week of the month", "last"),
}
Key = tuple[tuple[int, int], tuple[int, ...], bool]


def clock(minutes: int) -> str:
    """Say minutes from midnight: 9:00, 25:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _range(first: str, last: str) -> str:
    return _("%(starts)s–%(ends)s") % {"starts": first, "ends": last}


@register.filter
def hours_rows(hours: Iterable[OpeningHours]) -> list[dict[str, str]]:
    """Gather spans that are alike: [{"term": "平日", "value": "9:00〜21:00"}], Monday first, resting days last."""
    alike: dict[Key, list[int]] = {}
    for row in sorted(hours, key=lambda item: (item.rests, bool(item.weeks), item.weekday, item.opens_minute)):
        key = ((row.opens_minute, row.closes_minute), tuple(row.weeks), row.rests)
        alike.setdefault(key, []).append(row.weekday)
    return [_hours_row(key, days) for key, days in alike.items()]


def _hours_row(key: Key, days: list[int]) -> dict[str, str]:
    (opens, closes), weeks, rests = key
    weekdays = [DAY_CODES[day] for day in days if day != OpeningHours.HOLIDAYS]
    names = [nth_words(weekdays, weeks)] if weekdays else []
    if OpeningHours.HOLIDAYS in days:
        names.append(_("national holidays"))
    value = pgettext("hours of a day", "closed") if rests else _range(clock(opens), clock(closes))
    return {"term": _("·").join(names), "value": value}


def nth_words(weekdays: list[str], weeks: Iterable[int] = ()) -> str:
    """Say weekdays and the weeks of the month: 土曜, 第2・第4土曜."""
    term = weekday_words(weekdays)
    numbers = [str(WEEKS[week]) for week in weeks if week in WEEKS]
    return _("%(weeks)s %(days)s") % {"weeks": _("·").join(numbers), "days": term} if numbers else term


@register.filter
def closed_words(closed: Closed | None) -> str:
    """Say why a place is closed."""
    if closed is None:
        return ""
    reason = reason_words(closed)
    if closed.reason == Reason.NO_SCHEDULE:
        return _("Opening hours are not known")
    return _("Closed: %(reason)s") % {"reason": reason} if reason else _("Closed on this day")


def reason_words(closed: Closed) -> str:
    """Name the reason alone, where it has a name: 年末年始, 第2月曜."""
    if closed.reason == Reason.REGULAR_CLOSING and closed.weekday is not None:
        return nth_words([DAY_CODES[closed.weekday]], closed.weeks)
    return closed.text


@register.filter
def now_words(now: Now) -> str:
    """Say how a place stands now, and what comes next: 今日は第2月曜のため休みです。次は…"""
    if now.until:
        return _("Open now, until %(time)s.") % {"time": _end(now.until)}
    if now.closed is None or now.closed.reason == Reason.NO_SCHEDULE:
        return ""
    return _("%(closed)s %(next)s") % {"closed": _closed_now(now.closed), "next": _next_words(now)}


def _closed_now(closed: Closed) -> str:
    if closed.reason == Reason.OUTSIDE_HOURS:
        return _("Closed at this hour.")
    reason = reason_words(closed)
    return _("Closed today (%(reason)s).") % {"reason": reason} if reason else _("Closed today.")


def _next_words(now: Now) -> str:
    if now.opens is None:
        return ""
    return _("It opens next on %(when)s.") % {"when": moment_words(now.opens)}


def _end(moment: datetime) -> str:
    """Say when an opening ends, midnight as 24:00."""
    local = moment.astimezone(TOKYO)
    return clock(local.hour * 60 + local.minute or DAY_MINUTES)


@register.filter
def spans_words(spans: Iterable[Span]) -> str:
    """Say the hours of one day: 9:00〜12:00、13:00〜25:00."""
    return pgettext("between hours", ", ").join(_range(clock(span.opens), clock(span.closes)) for span in spans)


@register.filter
def plan_words(plan: DayPlan) -> str:
    """Say what is on at one day of the month's table: the hours, or that there are none."""
    return spans_words(plan.spans) or pgettext("hours of a day", "closed")


@register.filter
def plan_note(plan: DayPlan, school: Iterable[SchoolHoliday] = ()) -> str:
    """Say why a day is as it is: the reason of a closure, the holiday, the school holidays."""
    notes = [reason_words(plan.closed) if plan.closed else plan.reason, holiday_name(plan.day)]
    notes += [row.name for row in school if row.starts_on <= plan.day <= row.ends_on]
    return _("·").join(dict.fromkeys(note for note in notes if note))


@register.filter
def special_days_words(special: Special) -> str:
    first, last = day_words(special.first), day_words(special.last)
    return first if special.first == special.last else _range(first, last)


@register.filter
def special_words(special: Special) -> str:
    """Say what holds on special days, and why."""
    plan = special.plan
    if plan.closed:
        return closed_words(plan.closed)
    hours = spans_words(plan.spans)
    return _("%(hours)s (%(reason)s)") % {"hours": hours, "reason": plan.reason} if plan.reason else hours


@register.filter
def closure_days(closure: Closure) -> str:
    """Say the days of a closure, with the year: the turn of the year comes again."""
    first, last = long_day_words(closure.starts_on), day_words(closure.ends_on)
    return first if closure.starts_on == closure.ends_on else _range(first, last)


@register.simple_tag
def period_words(first: date | None, last: date | None) -> str:
    """Say while what days hours hold: いつも, 7月20日〜8月31日."""
    if first and last:
        return _range(long_day_words(first), long_day_words(last))
    if first:
        return _("From %(day)s") % {"day": long_day_words(first)}
    return _("Until %(day)s") % {"day": long_day_words(last)} if last else _("All the year")


@register.filter
def change_words(data: dict[str, object]) -> str:
    """Say what a change of hours put in the place of what, for the list of changes."""
    told = data.get("before")
    rows = [OpeningHours(**_plain(row)) for row in told] if isinstance(told, list) else []
    said = [f"{row['term']} {row['value']}" for row in hours_rows(rows)]
    return pgettext("between hours", ", ").join(said) or _("no hours")


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("valid_from", "valid_through")}
