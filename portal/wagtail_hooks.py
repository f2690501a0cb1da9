"""What follows when an editor publishes, hides, moves or deletes a page; what her help menu shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from portal.services.index import index_page, reindex_pages

DEEDS = {
    "portal.list.checked": _("List of groups tried"),
    "portal.list.take_over": _("List of groups being taken over"),
    "portal.list.done": _("List of groups taken over"),
    "portal.list.drop": _("List of groups not taken over"),
    "portal.account.close": _("Account deleted by its person"),
    "portal.data_request.record": _("Request about personal data written down"),
    "portal.data_request.recognise": _("Person recognised"),
    "portal.data_request.decide": _("Request about personal data decided"),
    "portal.data_request.withdraw": _("Request about personal data taken back"),
    "portal.data_request.copy": _("Copy of personal data made"),
    "portal.data_request.carry_out": _("Request about personal data carried out"),
    "portal.disposal.approve": _("Disposal approved"),
    "portal.disposal.keep": _("Record kept after all"),
    "portal.disposal.carry_out": _("Record disposed of"),
}


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    for action, label in DEEDS.items():
        actions.register_action(action, label, label)


@hooks.register("after_publish_page")
def find_published(request: Any, page: Page) -> None:
    index_page(page)


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
@hooks.register("after_move_page")
def forget_hidden(request: Any, page: Page, *more: Any) -> None:
    """Pages below it are hidden, deleted or moved with it."""
    reindex_pages()


@hooks.register("construct_help_menu")
def stay_at_home(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave only the help that stands on this site; the rest leads out of the city's network, to English pages."""
    items[:] = [item for item in items if not str(item.url).startswith("http")]
