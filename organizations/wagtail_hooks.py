"""What the ground floor adds to the Wagtail admin: the names of its deeds in the log."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from organizations.models import Attachment
from organizations.permissions import may_enter_for_others
from organizations.viewsets import MessageTemplateViewSet, RenewalWindowViewSet, ThesaurusViewSet

DEEDS = {
    "organizations.join": _("Joined the network"),
    "organizations.open": _("Looked at and opened"),
    "organizations.decline": _("Looked at and not opened"),
    "organizations.edit": _("Edited by its people"),
    "organizations.trust": _("Publishes at once from now on"),
    "organizations.succeed": _("Department followed by another"),
    "organizations.second_factor": _("Second factor forgotten"),
    "organizations.invite": _("Somebody invited"),
    "organizations.invite_back": _("Invitation taken back"),
    "organizations.come_in": _("Somebody came in"),
    "organizations.role": _("Role changed"),
    "organizations.leave": _("Somebody left"),
    "organizations.change_asked": _("Change asked for"),
    "organizations.change_approved": _("Change approved"),
    "organizations.change_refused": _("Change refused"),
    "organizations.enrolment.submit": _("Registration handed in"),
    "organizations.enrolment.interview": _("Interview agreed"),
    "organizations.enrolment.return": _("Registration sent back"),
    "organizations.enrolment.approve": _("Registration approved"),
    "organizations.enrolment.refuse": _("Registration refused"),
    "organizations.renewal.ask": _("Asked whether all is still true"),
    "organizations.renewal.confirm": _("Said that all is still true"),
    "organizations.renewal.active": _("Active again after renewal"),
    "organizations.renewal.grace": _("Counted as not renewed"),
    "organizations.renewal.dormant": _("Laid to rest"),
    "organizations.renewal.end": _("Said that the group has ended"),
    "organizations.merge": _("Merged into another record"),
    "organizations.take_in": _("Another record merged into this one"),
    "organizations.merge_undone": _("Merging taken back"),
    "organizations.listed": _("Taken over from the city’s list"),
    "organizations.guardian": _("Guardian written down"),
    "organizations.claim_asked": _("Somebody said that the group is hers"),
    "organizations.claim_refused": _("Claim refused"),
    "organizations.memo": _("Note of the reception settled"),
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
    "organizations.agency.keep": _("Desk of an agency written down"),
    "organizations.agency.refer": _("Handed over to an agency"),
    "organizations.case.open": _("Case opened"),
    "organizations.case.note": _("Case written on"),
    "organizations.case.edit": _("Case put right"),
    "organizations.case.move": _("Case brought one step on"),
    "organizations.case.let_in": _("Somebody let into a case"),
    "organizations.case.shut_out": _("Access to a case ended"),
    "organizations.case.let_oneself_in": _("Case opened in need"),
    "organizations.case.entrust": _("Case put into other hands"),
    "organizations.handover.prepare": _("Handover prepared"),
    "organizations.handover.take": _("Item taken over"),
    "organizations.handover.withdraw": _("Handover taken back"),
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


@hooks.register("before_serve_document")
def keep_private_papers(document: Attachment, request: HttpRequest) -> None:
    """Show a private paper of one record to those who take people in, and to nobody else."""
    if document.is_private and not may_enter_for_others(request.user):
        raise Http404


@hooks.register("register_admin_viewset")
def keep_thesaurus() -> ThesaurusViewSet:
    return ThesaurusViewSet()


@hooks.register("register_admin_viewset")
def keep_message_templates() -> MessageTemplateViewSet:
    return MessageTemplateViewSet()


@hooks.register("register_admin_viewset")
def keep_renewal_windows() -> RenewalWindowViewSet:
    return RenewalWindowViewSet()
