"""What can be done where, hours of the holidays, resting days, and what hangs on the boards of the demo city."""

from datetime import date, timedelta
from typing import Any

from portal.demo.people import coordinator
from portal.demo.words import words
from spaces.models import Activity, Facility, Notice, OpeningHours, SchoolHoliday, Space
from spaces.services.notices import bring_notice, put_up
from spaces.services.opening import rows_of, write_period
from spaces.services.places import edit_facility, edit_space

EVER = (None, None)
WEEK = (8 * 60 + 30, 18 * 60)  # children come early in the holidays
RESTS = {"midorigaoka-playpark": (0, [2, 4])}  # 第2・第4月曜休み


def make_boards(today: date) -> None:
    for slug, (name, english) in words("boards")["activities"].items():
        Activity.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": english})
    for slug, codes in words("boards")["spaces"].items():
        space = Space.objects.get(slug=slug)
        if not space.activities.exists():
            edit_space(space=space, facts={}, activities=Activity.objects.filter(slug__in=codes), by=None)
    for slug, facts in words("boards")["facts"].items():
        facility = Facility.objects.get(slug=slug)
        if not facility.stroller_note:
            edit_facility(facility=facility, facts=facts, by=None)
    _make_hours(today)
    for row in words("boards")["notices"]:
        if not Notice.objects.filter(title=row["title"]).exists():
            _notice(row, today)


def _make_hours(today: date) -> None:
    """Other hours in the coming school holidays, and the resting days of a playpark."""
    facility = Facility.objects.get(slug="shiomi-jidokan")
    for holiday in SchoolHoliday.objects.filter(ends_on__gte=today).order_by("starts_on")[:2]:
        validity = (holiday.starts_on, holiday.ends_on)
        if not OpeningHours.objects.of_facility(facility).filter(valid_from=validity[0]).exists():
            rows = [_row(weekday, *WEEK, validity) for weekday in range(1, 7)]
            write_period(facility=facility, rows=rows, validity=validity, by=coordinator())
    for slug, (weekday, weeks) in RESTS.items():
        park = Facility.objects.get(slug=slug)
        if not OpeningHours.objects.of_facility(park).filter(rests=True).exists():
            rest = OpeningHours(weekday=weekday, weeks=weeks, opens_minute=0, closes_minute=1440, rests=True)
            rows = [*rows_of(park, None), rest]
            write_period(facility=park, rows=rows, validity=EVER, replacing=EVER, by=coordinator())


def _row(weekday: int, opens: int, closes: int, validity: tuple[date, date]) -> OpeningHours:
    first, last = validity
    return OpeningHours(weekday=weekday, opens_minute=opens, closes_minute=closes, valid_from=first, valid_through=last)


def _notice(row: dict[str, Any], today: date) -> None:
    facts = {name: row[name] for name in ("kind", "title", "text", "contact", "name", "phone")}
    facts["shown_until"] = today + timedelta(days=row["days"])
    notice = bring_notice(facility=Facility.objects.get(slug=row["facility"]), facts=facts, by=None)
    put_up(notice=notice, by=coordinator())
