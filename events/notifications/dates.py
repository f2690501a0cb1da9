"""What everybody on the list of a date is told when it changes."""

from django.utils.translation import gettext_lazy as _

from events.models import Occurrence, Registration
from events.notifications.letters import tell_party
from organizations.services.deliveries import Words


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
            tell_party(registration, purpose, _("It takes place as planned"), body)


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
        tell_party(registration, f"date_{what}_{occurrence.sequence}", subject, body, True)


def _listed(occurrence: Occurrence) -> list[Registration]:
    rows = occurrence.registrations.alive().order_by("pk")
    for registration in rows:
        registration.occurrence = occurrence
    return list(rows)
