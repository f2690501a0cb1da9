"""How a letter to a host group or to a party is put together."""

from django.utils.translation import gettext, override

from events.models import Event, Host, Occurrence, Registration
from organizations.models import Organization
from organizations.services.addresses import site_address
from organizations.services.deliveries import Words, tell
from organizations.services.registry import people_to_tell
from organizations.templatetags.words import time_range


def tell_hosts(event: Event, purpose: str, subject: Words, body: Words, reason: str = "") -> None:
    lead = Organization.objects.get(hosting__event=event, hosting__role=Host.Role.LEAD)
    tell_group(lead, event, f"{purpose}_{event.sequence}", subject, body, reason)


def tell_group(
    organization: Organization,
    event: Event,
    purpose: str,
    subject: Words,
    body: Words,
    reason: str = "",
    spoken: Words = "",
) -> None:
    for person in people_to_tell(organization):
        words = body if person["email"] else spoken or body
        with override(person["language"]):
            lines = [dear(person["name"]), str(words), title(event)]
            if reason:
                lines.append(gettext("Reason: %(reason)s") % {"reason": reason})
            text = "\n\n".join(lines)
        tell(
            purpose=purpose,
            about=event,
            subject=subject,
            body=text,
            name=person["name"],
            email=person["email"],
            phone=person["phone"],
            language=person["language"],
        )


def tell_party(registration: Registration, purpose: str, subject: Words, body: Words, note: bool = False) -> None:
    with override(registration.language):
        lines = [dear(registration.name), str(body), _facts(registration)]
        if note and registration.occurrence.note:
            lines.append(gettext("From the hosts: %(note)s") % {"note": registration.occurrence.note})
        lines.append(gettext("See or cancel it here: %(address)s") % {"address": _address(registration)})
        text = "\n\n".join(lines)
    tell(
        purpose=purpose,
        about=registration,
        subject=subject,
        body=text,
        name=registration.name,
        email=registration.email,
        phone=registration.phone,
        language=registration.language,
    )


def dear(name: str) -> str:
    return gettext("Dear %(name)s,") % {"name": name}


def title(event: Event) -> str:
    return gettext("Event: %(title)s") % {"title": event.title}


def _address(row: Registration) -> str:
    return site_address(row.get_absolute_url())


def _facts(registration: Registration) -> str:
    occurrence = registration.occurrence
    words = gettext("%(event)s\nWhen: %(when)s\nWhere: %(place)s\nPeople: %(people)d\nReference number: %(reference)s")
    said = words % {
        "event": title(occurrence.event),
        "when": time_range(occurrence.starts_at, occurrence.ends_at),
        "place": place_words(occurrence),
        "people": registration.seats,
        "reference": registration.reference,
    }
    if registration.online_url:
        said += "\n" + gettext("To join online: %(address)s") % {"address": registration.online_url}
    return said


def place_words(occurrence: Occurrence) -> str:
    """Name the place of a date in one line."""
    event = occurrence.event
    if occurrence.place_name:
        return occurrence.place_name
    return str(occurrence.space) if occurrence.space else event.place_name or event.get_attendance_display()
