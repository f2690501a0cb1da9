"""What groups and families are told about an event, by mail or on the call list."""

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events.models import Event, Host, Occurrence, Registration, Verdict
from organizations.models import Organization
from organizations.services.deliveries import Words, tell
from organizations.services.registry import people_to_tell
from organizations.templatetags.words import time_range


def handed_in(event: Event) -> None:
    body = _("Thank you. A coordinator looks at it first, usually within one working day, and then it is on the site.")
    _tell_hosts(event, "event_handed_in", _("We have received your event"), body)


def approved(event: Event) -> None:
    _tell_hosts(event, "event_approved", _("Your event is on the site"), _("Everybody can see it from now on."))


def returned(event: Event, reason: str) -> None:
    body = _("Something is missing or unclear. Please look at it once more; then hand it in again.")
    _tell_hosts(event, "event_returned", _("Please look at your event once more"), body, reason)


def host_invited(host: Host) -> None:
    """Ask a group whether its name may stand on the flyer."""
    body = _("A group would like to name you as a host. You stand on the event once you have said yes at your desk.")
    _tell_group(host.organization, host.event, "event_host_invited", _("May we name you as a host?"), body)


def registered(registration: Registration) -> None:
    _tell_party(registration, "registered", _("You are registered"), _("We look forward to seeing you."))


def withdrawn(registration: Registration) -> None:
    body = _("Thank you for telling us. Somebody else can have the place.")
    _tell_party(registration, "registration_withdrawn", _("Your registration is cancelled"), body)


def cancelled(occurrence: Occurrence) -> None:
    """Tell everybody registered that this date is called off."""
    for registration in _coming(occurrence):
        _tell_party(
            registration,
            f"date_cancelled_{occurrence.sequence}",
            _("Called off: this date does not take place"),
            _("We are sorry."),
            True,
        )


def decision_asked(verdict: Verdict) -> None:
    """Ask the hosts, and the building they are in, whether a date takes place; the link answers without an account."""
    occurrence = verdict.occurrence
    lead = Organization.objects.get(hosting__event=occurrence.event, hosting__role=Host.Role.LEAD)
    people = people_to_tell(lead)
    building = occurrence.space.facility if occurrence.space else None
    if building is not None and building.email:
        people.append({"name": building.name, "email": building.email, "phone": building.phone, "language": "ja"})
    for person in people:
        _ask(verdict, person)


def _ask(verdict: Verdict, person: dict[str, str]) -> None:
    occurrence = verdict.occurrence
    with override(person["language"]):
        lines = [
            _dear(person["name"]),
            gettext("Does it take place? One tap, and the page, the lists and everybody registered know."),
            f"{_title(occurrence.event)}\n{time_range(occurrence.starts_at, occurrence.ends_at)}",
            occurrence.event.weather_note,
            gettext("Please decide here: %(address)s") % {"address": _address(verdict)},
        ]
        text = "\n\n".join(filter(None, lines))
    tell(
        purpose="decision_asked",
        about=verdict,
        subject=_("Does it take place? Please decide"),
        body=text,
        name=person["name"],
        email=person["email"],
        phone=person["phone"],
        language=person["language"],
    )


def goes_ahead(occurrence: Occurrence) -> None:
    """Tell those registered, by mail alone: nobody is rung up because nothing has changed."""
    for registration in _coming(occurrence):
        if registration.email:
            purpose = f"date_goes_ahead_{occurrence.sequence}"
            body = _("See you soon.")
            _tell_party(registration, purpose, _("It takes place as planned"), body)


def restored(occurrence: Occurrence) -> None:
    """Tell everybody registered that this date takes place after all."""
    body = _("It was called off by mistake. You are still registered.")
    for registration in _coming(occurrence):
        _tell_party(registration, f"date_restored_{occurrence.sequence}", _("It takes place after all"), body)


def postponed(occurrence: Occurrence) -> None:
    """Tell everybody registered that this date has no day for now."""
    body = _("The new day is not known yet. You stay registered, and we tell you as soon as it is.")
    for registration in _coming(occurrence):
        purpose = f"date_postponed_{occurrence.sequence}"
        _tell_party(registration, purpose, _("Postponed: this date takes place later"), body, True)


def moved(occurrence: Occurrence) -> None:
    """Tell everybody registered the new time."""
    body = _("It has a new time. You stay registered; if you cannot come, please cancel on the page below.")
    for registration in _coming(occurrence):
        _tell_party(registration, f"date_moved_{occurrence.sequence}", _("New time: please look"), body, True)


def _coming(occurrence: Occurrence) -> list[Registration]:
    rows = occurrence.registrations.coming().order_by("pk")
    for registration in rows:
        registration.occurrence = occurrence
    return list(rows)


def _tell_hosts(event: Event, purpose: str, subject: Words, body: Words, reason: str = "") -> None:
    lead = Organization.objects.get(hosting__event=event, hosting__role=Host.Role.LEAD)
    _tell_group(lead, event, f"{purpose}_{event.sequence}", subject, body, reason)


def _tell_group(
    organization: Organization, event: Event, purpose: str, subject: Words, body: Words, reason: str = ""
) -> None:
    for person in people_to_tell(organization):
        with override(person["language"]):
            lines = [_dear(person["name"]), str(body), _title(event)]
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


def _tell_party(registration: Registration, purpose: str, subject: Words, body: Words, note: bool = False) -> None:
    with override(registration.language):
        lines = [_dear(registration.name), str(body), _facts(registration)]
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


def _dear(name: str) -> str:
    return gettext("Dear %(name)s,") % {"name": name}


def _title(event: Event) -> str:
    return gettext("Event: %(title)s") % {"title": event.title}


def _address(row: Registration | Verdict) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{row.get_absolute_url()}"


def _facts(registration: Registration) -> str:
    occurrence = registration.occurrence
    words = gettext("%(event)s\nWhen: %(when)s\nWhere: %(place)s\nPeople: %(people)d\nReference number: %(reference)s")
    return words % {
        "event": _title(occurrence.event),
        "when": time_range(occurrence.starts_at, occurrence.ends_at),
        "place": place_words(occurrence),
        "people": registration.seats,
        "reference": registration.reference,
    }


def place_words(occurrence: Occurrence) -> str:
    """Name the place of a date in one line."""
    event = occurrence.event
    if occurrence.place_name:
        return occurrence.place_name
    return str(occurrence.space) if occurrence.space else event.place_name or event.get_attendance_display()
