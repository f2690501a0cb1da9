"""What one party is told about its place."""

from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events.models import Registration
from events.notifications.letters import dear, tell_party, title
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell
from organizations.templatetags.words import moment_words


def registered(registration: Registration) -> None:
    tell_party(registration, "registered", _("You are registered"), _("We look forward to seeing you."))


def won(registration: Registration) -> None:
    body = _("Your ticket has been drawn. We look forward to seeing you.")
    tell_party(registration, "draw_won", _("You are registered"), body)


def applied(registration: Registration) -> None:
    with override(registration.language):
        body = gettext(
            "You take part in the draw with number %(ticket)d. We write to you as soon as the places are drawn."
        )
    tell_party(registration, "draw_applied", _("You take part in the draw"), body % {"ticket": registration.ticket})


def not_drawn(registration: Registration, place: int) -> None:
    with override(registration.language):
        body = gettext(
            "The places went to others this time. You are number %(place)d on the waiting list; "
            "when a place becomes free, we offer it to you."
        )
    tell_party(registration, "draw_lost", _("Result of the draw"), body % {"place": place})


def waits(registration: Registration, place: int) -> None:
    with override(registration.language):
        body = gettext("You are number %(place)d. When enough places become free, we offer them to you in this order.")
    tell_party(registration, "waits", _("You are on the waiting list"), body % {"place": place})


def offered(registration: Registration) -> None:
    """Offer a held place; who is rung is asked by the person who rings."""
    with override(registration.language):
        until = moment_words(registration.hold_until) if registration.hold_until else ""
        body = gettext("A place has become free. We hold it for you until %(until)s. Please answer on the page below.")
    tell_party(registration, "place_offered", _("A place is free for you: please answer"), body % {"until": until})


def lapsed(registration: Registration) -> None:
    body = _("We could not hold the place any longer, and it goes to the next family. You may register again.")
    tell_party(registration, "offer_lapsed", _("The offered place has gone to the next family"), body)


def withdrawn(registration: Registration) -> None:
    body = _("Thank you for telling us. Somebody else can have the place.")
    tell_party(registration, "registration_withdrawn", _("Your registration is cancelled"), body)


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
    tell_party(registration, purpose, subject, body)


def ask_how_it_was(registration: Registration, path: str) -> None:
    """Ask once, without a name: the address is the date's, the same for everybody."""
    with override(registration.language):
        body = gettext(
            "Thank you for coming. Two questions and, if you like, a few words, without your name: %(address)s"
        )
        words = [
            dear(registration.name),
            title(registration.occurrence.event),
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
