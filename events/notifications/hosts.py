"""What the groups behind an event are told."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Draw, Event, Host, Occurrence
from events.notifications.letters import tell_group, tell_hosts


def handed_in(event: Event) -> None:
    body = _("Thank you. A coordinator looks at it first, usually within one working day, and then it is on the site.")
    tell_hosts(event, "event_handed_in", _("We have received your event"), body)


def approved(event: Event) -> None:
    tell_hosts(event, "event_approved", _("Your event is on the site"), _("Everybody can see it from now on."))


def returned(event: Event, reason: str) -> None:
    body = _("Something is missing or unclear. Please look at it once more; then hand it in again.")
    tell_hosts(event, "event_returned", _("Please look at your event once more"), body, reason)


def host_invited(host: Host) -> None:
    """Ask a group whether its name may stand on the flyer."""
    body = _("A group would like to name you as a host. You stand on the event once you have said yes at your desk.")
    spoken = _("A group would like to name you as a host of its event. Do you agree? We write it down for you.")
    subject = _("May we name you as a host?")
    tell_group(host.organization, host.event, "event_host_invited", subject, body, spoken=spoken)


def host_answered(host: Host) -> None:
    """Tell the leading group whether the other stands beside it."""
    stands, stays_off = _("this group stands on your event now."), _("this group would rather not stand on your event.")
    body = format_lazy("{}: {}", host.organization.name, stands if host.accepted_at else stays_off)
    tell_hosts(host.event, f"event_host_answered_{host.organization_id}", _("An answer to your question"), body)


def same_family(occurrence: Occurrence) -> None:
    """Ask the hosts whether two applications for a draw are one family's, before its list is closed."""
    body = _(
        "Two applications for the draw may be one family's. They are marked on the list of parties: "
        "please cancel one of them, or say that they are two families. The list is closed a day after applications end."
    )
    purpose = f"draw_same_family_{occurrence.pk}"
    tell_hosts(occurrence.event, purpose, _("Before the draw: one family or two?"), body)


def number_wanted(draw: Draw) -> None:
    """Ask the hosts for the number that decides; nobody could know it when the list was closed."""
    body = _(
        "The list of a draw is closed and its fingerprint is public. "
        "Please enter the drawing number on the page of the draw as soon as it is known."
    )
    tell_hosts(draw.occurrence.event, f"draw_{draw.pk}", _("The draw waits for its number"), body, draw.source)
