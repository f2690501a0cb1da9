"""What the ground floor adds to the Wagtail admin: the names of its deeds in the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

DEEDS = {
    "organizations.join": _("Joined the network"),
    "organizations.open": _("Looked at and opened"),
    "organizations.decline": _("Looked at and not opened"),
    "organizations.edit": _("Edited by its people"),
    "organizations.exchange.write": _("Need or offer written down"),
    "organizations.exchange.edit": _("Need or offer changed"),
    "organizations.exchange.open": _("Need or offer opened"),
    "organizations.exchange.pause": _("Need or offer paused"),
    "organizations.exchange.introduce": _("Need being introduced"),
    "organizations.exchange.withdraw": _("Need or offer taken back"),
    "organizations.exchange.close": _("Need or offer answered"),
    "organizations.exchange.expire": _("Need or offer ran out"),
    "organizations.introduction.ask": _("Both sides asked"),
    "organizations.introduction.answer": _("One side answered"),
    "organizations.introduction.both_ok": _("Both said yes"),
    "organizations.introduction.decline": _("Introduction declined"),
    "organizations.introduction.open": _("Contacts opened"),
    "organizations.introduction.talk": _("They have talked"),
    "organizations.introduction.settle": _("Introduction settled"),
    "organizations.introduction.withdraw": _("Introduction called off"),
    "organizations.introduction.lapse": _("Introduction lapsed"),
    "organizations.project.start": _("Project started"),
    "organizations.project.edit": _("Project changed"),
    "organizations.project.partner": _("Partner joined"),
    "organizations.project.partner_leaves": _("Partner left"),
    "organizations.project.roles": _("Roles agreed"),
    "organizations.project.move": _("Project moved on"),
    "organizations.project.publish": _("Project page opened"),
    "organizations.project.hide": _("Project page closed"),
}


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    for action, label in DEEDS.items():
        actions.register_action(action, label, label)
