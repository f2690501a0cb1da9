"""What hosts are asked about the weather, by mail or on the call list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from events.models import Verdict
from events.services.borrowing import lead_of
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell
from organizations.services.registry import people_to_tell
from organizations.templatetags.words import time_range


def decision_asked(verdict: Verdict) -> None:
    """Ask the hosts, and the building they are in, whether a date takes place; the link answers without an account."""
    occurrence = verdict.occurrence
    people = people_to_tell(lead_of(occurrence.event))
    building = occurrence.space.facility if occurrence.space else None
    if building is not None and building.email:
        people.append({"name": building.name, "email": building.email, "phone": building.phone, "language": "ja"})
    for person in people:
        _ask(verdict, person)


def _ask(verdict: Verdict, person: dict[str, str]) -> None:
    occurrence = verdict.occurrence
    with override(person["language"]):
        title = _("Event: %(title)s") % {"title": occurrence.event.title}
        lines = [
            _("Dear %(name)s,") % {"name": person["name"]},
            _("Does it take place? One tap, and the page, the lists and everybody registered know."),
            "\n".join([title, time_range(occurrence.starts_at, occurrence.ends_at)]),
            occurrence.event.weather_note,
            _("Please decide here: %(address)s") % {"address": _address(verdict)},
        ]
        text = "\n\n".join(filter(None, lines))
    tell(
        purpose="decision_asked",
        about=verdict,
        subject=gettext_lazy("Does it take place? Please decide"),
        body=text,
        name=person["name"],
        email=person["email"],
        phone=person["phone"],
        language=person["language"],
    )


def decision_missing(verdict: Verdict) -> None:
    """Have the hosts rung up, since the hour has come and nobody has said anything."""
    for person in people_to_tell(lead_of(verdict.occurrence.event)):
        tell(
            purpose="decision_missing",
            about=verdict,
            subject=gettext_lazy("Nobody has said yet whether it takes place"),
            body=f"{verdict.occurrence.event.title}\n{_address(verdict)}",
            name=person["name"],
            phone=person["phone"],
        )


def _address(verdict: Verdict) -> str:
    return site_address(verdict.get_absolute_url())
