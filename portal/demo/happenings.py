"""A year of events in the demo city."""

from datetime import date
from typing import Any

from events.models import Event, EventText
from events.services.events import approve_event, create_event, publish_event
from events.services.looks import check_event
from organizations.models import District, Topic
from portal.demo.dates import when
from portal.demo.people import coordinator, group, members_of
from portal.demo.pictures import picture_for
from portal.demo.places import space_of
from portal.demo.words import words


def make_events(today: date) -> None:
    for row in words("events")["events"]:
        if not Event.objects.filter(title=row[1]).exists():
            _event(row, today)


def _event(row: list[Any], today: date) -> None:
    host, title, timing, place, summary, text, ages, topics, price, setting, apply, capacity, english, gist = row
    organization = group(host)
    by = members_of(organization)
    chosen = when(timing, today)
    facts = {
        "title": title,
        "summary": summary,
        "description": text,
        "setting": setting,
        "apply": apply,
        "age_from_months": ages[0],
        "age_to_months": ages[1],
        "capacity": capacity or None,
        "topics": Topic.objects.filter(slug__in=topics),
        "picture": picture_for(topics[0]),
        "easy_for_newcomers": "world" in topics,
    }
    facts |= _price(price) | _place(place) | _applying(apply, organization.contacts.earliest("pk").value)
    event = create_event(
        organization=organization,
        facts=facts,
        periods=[chosen.once] if chosen.once else [],
        recurrence=chosen.series,
        by=by,
    )
    event = publish_event(event=event, by=by)
    if event.status == Event.Status.REVIEW:
        approve_event(event=event, by=coordinator())
    else:
        check_event(event=event, by=coordinator())
    EventText.objects.create(event=event, language="en", title=english, summary=gist)


def _price(price: int | str) -> dict[str, Any]:
    if price == "":
        return {}
    return {"is_free": True} if price == 0 else {"is_free": False, "child_price": price, "adult_price": price}


def _place(text: str) -> dict[str, Any]:
    if "|" not in text:
        return {"space": space_of(text)}
    name, address, district = text.split("|")
    found = District.objects.get(code=district)
    return {
        "place_name": name,
        "place_address": address,
        "district": found,
        "place_is_booked": True,
        "latitude": found.latitude,
        "longitude": found.longitude,
    }


def _applying(apply: str, phone: str) -> dict[str, Any]:
    if apply == Event.Apply.PHONE:
        return {"apply_phone": phone, "apply_hours": "平日 10時〜17時"}
    if apply == Event.Apply.OTHER_FORM:
        return {"apply_url": "https://moushikomi.example.jp/"}
    if apply == Event.Apply.COUNTER:
        return {"apply_hours": "会場の窓口で、開いている時間に"}
    return {}
