"""What the demo city lends by parts of the day, what that costs, and the machines and big books it lends."""

from portal.demo.places import space_of
from portal.demo.words import words
from spaces.models import DayPart, Facility, Reduction, Space, Thing
from spaces.services.loans import add_thing


def make_lending() -> None:
    for row in words("city")["reductions"]:
        Reduction.objects.get_or_create(name=row["name"], defaults=row)
    for slug, parts in words("city")["day_parts"].items():
        space = space_of(slug)
        facts = {"lent_by": Space.LentBy.DAY_PART, "opens_months_ahead": 3, "locals_first_days": 5}
        Space.objects.filter(pk=space.pk).update(**facts)
        for name, opens, closes, price in parts:
            times = {"opens_minute": opens * 60, "closes_minute": closes * 60, "price_yen": price}
            DayPart.objects.get_or_create(space=space, name=name, defaults=times)
    for row in words("city")["things"]:
        if not Thing.objects.filter(name=row["name"]).exists():
            facts = {name: value for name, value in row.items() if name != "facility"}
            add_thing(facility=Facility.objects.get(slug=row["facility"]), facts=facts, by=None)
