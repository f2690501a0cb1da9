"""What the ground floor adds to the Wagtail admin: the names of its deeds in the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

DEEDS = {
    "organizations.join": _("Joined the network"),
    "organizations.open": _("Looked at and opened"),
    "organizations.decline": _("Looked at and not opened"),
    "organizations.edit": _("Edited by its people"),
}


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    for action, label in DEEDS.items():
        actions.register_action(action, label, label)
