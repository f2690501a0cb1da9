"""Districts, topics, facilities and spaces of the demo city."""

from datetime import date, datetime, timedelta
from typing import Any

from organizations.models import AddressRange, District, DistrictText, Topic, TopicText
from portal.demo.dates import DAYS
from portal.demo.pictures import picture_for
from portal.demo.words import words
from spaces.models import Closure, Equipment, Facility, SchoolHoliday, Space, Visit
from spaces.periods import midnight
from spaces.services.places import add_space, open_facility
from spaces.services.visits import count_visit, set_room_for

SINCE = date(2020, 4, 1)


TOPIC_OF_PLACE = {
    "childrens_hall": "play",
    "library": "reading",
    "park": "nature",
    "activity": "sports",
    "support_base": "health",
}


def make_vocabulary() -> None:
    """The city's own lists: school districts with their towns and neighbours, topics, equipment."""
    for row in words("city")["districts"]:
        _district(row)
    for row in words("city")["districts"]:
        district = District.objects.get(code=row["code"])
        district.parents.set(District.objects.filter(code__in=row.get("parents", ())))
        district.neighbours.set(District.objects.filter(code__in=row.get("neighbours", ())))
    for position, (slug, (name, kana, english)) in enumerate(words("city")["topics"].items()):
        values = {"name": name, "kana": kana, "position": position}
        topic, _new = Topic.objects.get_or_create(slug=slug, defaults=values)
        TopicText.objects.get_or_create(topic=topic, language="en", defaults={"title": english})
    for slug, (name, english) in words("city")["equipment"].items():
        Equipment.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": english})


def _district(row: dict[str, Any]) -> None:
    latitude, longitude = row.get("position", (None, None))
    values = {"name": row["name"], "kana": row["kana"], "kind": row["kind"]}
    values |= {"latitude": latitude, "longitude": longitude}
    district, _new = District.objects.get_or_create(code=row["code"], defaults=values)
    DistrictText.objects.get_or_create(district=district, language="en", defaults={"title": row["name_en"]})
    for town, kana in row.get("towns", ()):
        AddressRange.objects.get_or_create(town=town, district=district, valid_from=SINCE, defaults={"kana": kana})


def make_places() -> None:
    for row in words("city")["facilities"]:
        if not Facility.objects.filter(slug=row["slug"]).exists():
            _facility(row)


def _facility(row: dict[str, Any]) -> None:
    district = District.objects.get(code=row["district"])
    names = ("slug", "name", "kana", "kind", "address", "phone", "summary", "access", "parking")
    facts = {name: row[name] for name in names if name in row} | dict.fromkeys(row["baby"], True)
    facts |= {"latitude": district.latitude, "longitude": district.longitude}
    if "ages" in row:
        facts |= dict(zip(("age_from_months", "age_to_months"), row["ages"], strict=True))
    facility = open_facility(facts=facts | {"district": district}, hours=hours(row["hours"]), by=None)
    for space in row["spaces"]:
        _space(facility, space)


def _space(facility: Facility, row: dict[str, Any]) -> None:
    extra = ("equipment", "parts", "hours", "name_en")
    facts = {name: value for name, value in row.items() if name not in extra}
    facts["picture"] = picture_for(TOPIC_OF_PLACE.get(facility.kind, "talk"))
    add_space(
        facility=facility,
        facts=facts | LENT | {"needs_approval": row["slug"] in LOOKED_AT},
        equipment=Equipment.objects.filter(slug__in=row.get("equipment", ())),
        parts=row.get("parts", ()),
        hours=hours(row.get("hours", ())),
        english=row.get("name_en", ""),
        by=None,
    )


RULES = (
    "使ったあとは机といすを元に戻し、床を掃いてください。\n"
    "ごみはお持ち帰りください。\n"
    "営利、政治活動、布教には使えません。"
)
LENT = {"opens_days_ahead": 400, "raster_minutes": 15, "rules": RULES}
LOOKED_AT = ("shiomi-jidokan-studio", "kitahama-washitsu")  # staff look at each booking here


def hours(texts: list[str] | tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Read ``tue-sun 9:00-19:00`` or ``mon,wed,fri 9:30-14:30``: (weekday, opens, closes) in minutes."""
    rows = []
    for text in texts:
        days, clock = text.split()
        opens, closes = (int(part.split(":")[0]) * 60 + int(part.split(":")[1]) for part in clock.split("-"))
        rows += [(weekday, opens, closes) for weekday in _weekdays(days)]
    return rows


def _weekdays(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found


def make_calendar(today: date) -> None:
    """Closing days of the city and the school holidays of this fiscal year and the next."""
    first = today.year - (today.month < 4)
    for year in (first, first + 1):
        Closure.objects.get_or_create(
            facility=None,
            space=None,
            starts_on=date(year, 12, 29),
            ends_on=date(year + 1, 1, 3),
            defaults={"reason": "年末年始"},
        )
        for name, start, days in (("夏休み", date(year, 7, 21), 41), ("冬休み", date(year, 12, 25), 14)):
            last = start + timedelta(days=days - 1)
            SchoolHoliday.objects.get_or_create(
                name=f"{year}年度 {name}", defaults={"starts_on": start, "ends_on": last}
            )


def space_of(slug: str) -> Space:
    return Space.objects.select_related("facility__district").get(slug=slug)


def make_visits(now: datetime) -> None:
    """Ten days at two doors; in the first place somebody has just looked round."""
    if Visit.objects.exists():
        return
    bands = (Visit.Band.BABY, Visit.Band.BABY, Visit.Band.PRESCHOOL, Visit.Band.UNKNOWN)
    for slug, families, most in (("shiomi-jidokan-hiroba", 12, 9), ("minamino-hiroba", 15, 6)):
        space = space_of(slug)
        set_room_for(space=space, families=families, by=None)
        for days in range(10, 0, -1):
            opening = midnight((now - timedelta(days=days)).date()) + timedelta(hours=9, minutes=30)
            for number in range(2 + (days * 5) % most):
                came = opening + timedelta(minutes=35 * number)
                band = bands[(days + number) % len(bands)]
                count_visit(space=space, way=Visit.Way.IN, band=band, now=came, by=None)
    for _family in range(9):
        count_visit(space=space_of("shiomi-jidokan-hiroba"), way=Visit.Way.IN, now=now, by=None)
