"""What groups and families are told about an event, by mail or on the call list."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events.models import Draw, Event, Host, Occurrence, Registration
from organizations.models import Organization
from organizations.services.addresses import site_address
from organizations.services.deliveries import Words, tell
from organizations.services.registry import people_to_tell
from organizations.templatetags.words import moment_words, time_range


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
    spoken = _("A group would like to name you as a host of its event. Do you agree? We write it down for you.")
    subject = _("May we name you as a host?")
    _tell_group(host.organization, host.event, "event_host_invited", subject, body, spoken=spoken)


def host_answered(host: Host) -> None:
    """Tell the leading group whether the other stands beside it."""
    stands, stays_off = _("this group stands on your event now."), _("this group would rather not stand on your event.")
    body = format_lazy("{}: {}", host.organization.name, stands if host.accepted_at else stays_off)
    _tell_hosts(host.event, f"event_host_answered_{host.organization_id}", _("An answer to your question"), body)


def registered(registration: Registration) -> None:
    _tell_party(registration, "registered", _("You are registered"), _("We look forward to seeing you."))


def won(registration: Registration) -> None:
    body = _("Your ticket has been drawn. We look forward to seeing you.")
    _tell_party(registration, "draw_won", _("You are registered"), body)


def applied(registration: Registration) -> None:
    with override(registration.language):
        body = gettext(
            "You take part in the draw with number %(ticket)d. We write to you as soon as the places are drawn."
        )
    _tell_party(registration, "draw_applied", _("You take part in the draw"), body % {"ticket": registration.ticket})


def not_drawn(registration: Registration, place: int) -> None:
    with override(registration.language):
        body = gettext(
            "The places went to others this time. You are number %(place)d on the waiting list; "
            "when a place becomes free, we offer it to you."
        )
    _tell_party(registration, "draw_lost", _("Result of the draw"), body % {"place": place})


def waits(registration: Registration, place: int) -> None:
    with override(registration.language):
        body = gettext("You are number %(place)d. When enough places become free, we offer them to you in this order.")
    _tell_party(registration, "waits", _("You are on the waiting list"), body % {"place": place})


def offered(registration: Registration) -> None:
    """Offer a held place; who is rung is asked by the person who rings."""
    with override(registration.language):
        until = moment_words(registration.hold_until) if registration.hold_until else ""
        body = gettext("A place has become free. We hold it for you until %(until)s. Please answer on the page below.")
    _tell_party(registration, "place_offered", _("A place is free for you: please answer"), body % {"until": until})


def lapsed(registration: Registration) -> None:
    body = _("We could not hold the place any longer, and it goes to the next family. You may register again.")
    _tell_party(registration, "offer_lapsed", _("The offered place has gone to the next family"), body)


def withdrawn(registration: Registration) -> None:
    body = _("Thank you for telling us. Somebody else can have the place.")
    _tell_party(registration, "registration_withdrawn", _("Your registration is cancelled"), body)


def remind(registration: Registration, *, days: bool) -> None:
    """Remind a party two days before, or two hours before."""
    occurrence = registration.occurrence
    purpose = f"reminder_{'days' if days else 'hours'}_{occurrence.held_on:%Y%m%d}"
    subject = _("Reminder: the day after tomorrow") if days else _("Reminder: soon it begins")
    with override(registration.language):
        body = gettext("If you cannot come, one tap here lets somebody else have the place: %(address)s")
        body = body % {"address": site_address(reverse("registration_cancel", args=[registration.token]))}
        if occurrence.event.belongings:
            body = gettext("Please bring: %(things)s") % {"things": occurrence.event.belongings} + "\n\n" + body
    _tell_party(registration, purpose, subject, body)


def ask_how_it_was(registration: Registration, path: str) -> None:
    """Ask once, without a name: the address is the date's, the same for everybody."""
    with override(registration.language):
        body = gettext(
            "Thank you for coming. Two questions and, if you like, a few words, without your name: %(address)s"
        )
        words = [
            _dear(registration.name),
            _title(registration.occurrence.event),
            body % {"address": site_address(path)},
        ]
    tell(
        purpose="how_it_was",
        about=registration,
        subject=_("How was it?"),
        body="\n\n".join(words),
        name=registration.name,
        email=registration.email,
        language=registration.language,
    )


def number_wanted(draw: Draw) -> None:
    """Ask the hosts for the number that decides; nobody could know it when the list was closed."""
    body = _(
        "The list of a draw is closed and its fingerprint is public. "
        "Please enter the drawing number on the page of the draw as soon as it is known."
    )
    _tell_hosts(draw.occurrence.event, f"draw_{draw.pk}", _("The draw waits for its number"), body, draw.source)


def cancelled(occurrence: Occurrence) -> None:
    """Tell everybody on the list that this date is called off."""
    _tell_listed(occurrence, "cancelled", _("Called off: this date does not take place"), _("We are sorry."))


def elsewhere(occurrence: Occurrence) -> None:
    """Tell everybody on the list the new place."""
    body = _("It takes place somewhere else. You stay registered; if you cannot come, please cancel on the page below.")
    _tell_listed(occurrence, "elsewhere", _("New place: please look"), body)


def goes_ahead(occurrence: Occurrence) -> None:
    """Tell those registered, by mail alone: nobody is rung up because nothing has changed."""
    for registration in _listed(occurrence):
        if registration.email and registration.status == Registration.Status.CONFIRMED:
            purpose = f"date_goes_ahead_{occurrence.sequence}"
            body = _("See you soon.")
            _tell_party(registration, purpose, _("It takes place as planned"), body)


def restored(occurrence: Occurrence) -> None:
    """Tell everybody on the list that this date takes place after all."""
    body = _("It was called off by mistake. You are still registered.")
    _tell_listed(occurrence, "restored", _("It takes place after all"), body)


def postponed(occurrence: Occurrence) -> None:
    """Tell everybody on the list that this date has no day for now."""
    body = _("The new day is not known yet. You stay registered, and we tell you as soon as it is.")
    _tell_listed(occurrence, "postponed", _("Postponed: this date takes place later"), body)


def moved(occurrence: Occurrence) -> None:
    """Tell everybody on the list the new time."""
    body = _("It has a new time. You stay registered; if you cannot come, please cancel on the page below.")
    _tell_listed(occurrence, "moved", _("New time: please look"), body)


def _tell_listed(occurrence: Occurrence, what: str, subject: Words, body: Words) -> None:
    for registration in _listed(occurrence):
        _tell_party(registration, f"date_{what}_{occurrence.sequence}", subject, body, True)


def _listed(occurrence: Occurrence) -> list[Registration]:
    rows = occurrence.registrations.alive().order_by("pk")
    for registration in rows:
        registration.occurrence = occurrence
    return list(rows)


def _tell_hosts(event: Event, purpose: str, subject: Words, body: Words, reason: str = "") -> None:
    lead = Organization.objects.get(hosting__event=event, hosting__role=Host.Role.LEAD)
    _tell_group(lead, event, f"{purpose}_{event.sequence}", subject, body, reason)


def _tell_group(
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
            lines = [_dear(person["name"]), str(words), _title(event)]
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


def _address(row: Registration) -> str:
    return site_address(row.get_absolute_url())


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
