"""What the Wagtail log knows of this floor's deeds."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "events.event.create": _("Event written"),
    "events.event.edit": _("Event changed"),
    "events.event.draft": _("Event sent back"),
    "events.event.review": _("Event handed in"),
    "events.event.published": _("Event published"),
    "events.event.archived": _("Event archived"),
    "events.event.check": _("Event looked at afterwards"),
    "events.date.add": _("Dates added"),
    "events.date.cancelled": _("Date called off"),
    "events.date.postponed": _("Date postponed"),
    "events.date.goes_ahead": _("Date confirmed"),
    "events.date.move": _("Date moved"),
    "events.date.restore": _("Cancellation of a date taken back"),
    "events.date.change": _("Several dates changed"),
    "events.host.invite": _("Host invited"),
    "events.host.accept": _("Host accepted"),
    "events.host.leave": _("Host taken off"),
    "events.month_report": _("Month reported"),
    "events.reception.create": _("Application period entered"),
    "events.reception.edit": _("Application period changed"),
    "events.subscription.confirm": _("Mails confirmed"),
    "events.subscription.end": _("Mails ended"),
    "events.registration.create": _("Party registered"),
    "events.registration.cancel": _("Registration cancelled"),
    "events.registration.change": _("Registration changed"),
    "events.registration.offer": _("Place offered"),
    "events.registration.accept": _("Offer taken up"),
    "events.registration.lapse": _("Offer not taken up"),
    "events.registration.arrive": _("Party came"),
    "events.registration.unarrive": _("Party not there after all"),
    "events.date.count": _("Attendance counted"),
    "events.event.taking": _("Registration settled"),
    "events.registration.tell_apart": _("Two families told apart"),
    "events.draw.commit": _("List of the draw closed"),
    "events.draw.number": _("Drawing number entered"),
    "events.draw.hold": _("Draw held"),
    "events.calendar.active": _("Calendar taken on"),
    "events.calendar.paused": _("Calendar paused"),
    "events.calendar.ended": _("Calendar no longer read"),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label in ACTIONS.items():
        actions.register_action(name, label, label)
