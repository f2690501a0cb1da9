"""Everything that may wait on a desk, in the order it is shown, and for whom."""

from collections.abc import Callable

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import StaffRole, User, has_role
from organizations.permissions import is_coordinator, may_enter_for_others
from portal.permissions import can_answer_for_data
from portal.services.waiting import custody, network, office, own
from portal.services.waiting.items import Source
from spaces.permissions import can_confirm

QUIET_RESTS = 90  # days that a group is left alone for after it was rung up
MATCHING = reverse_lazy("desk_matching")


def _holds(*roles: str) -> Callable[[User], bool]:
    return lambda user: has_role(user, *roles)


def _for_herself(user: User) -> bool:
    """Whoever takes people in has everybody's affairs on the desk, and not her own among them."""
    return not may_enter_for_others(user)


OFFICE = _holds(StaffRole.DEPARTMENT, StaffRole.PLAN_OFFICE, StaffRole.APPROVER)
DECIDERS = _holds(StaffRole.PLAN_OFFICE, StaffRole.APPROVER)
REVIEWERS = _holds(StaffRole.PLAN_OFFICE, StaffRole.COUNCIL)
EDITORS = _holds(StaffRole.EDITOR, StaffRole.PRESS)
ADMINISTRATORS = _holds(StaffRole.ADMINISTRATOR)

STAFF = (
    Source("weather", _("Does it take place? Please decide"), network.decisions_on_weather, may_enter_for_others),
    Source("groups", _("Groups to look at"), network.groups_to_look_at, is_coordinator),
    Source("enrolments", _("Registrations of groups"), network.enrolments_to_decide, is_coordinator),
    Source("changes", _("Names and contacts to look at"), network.changes_to_decide, is_coordinator),
    Source("claims", _("People who say that a group is theirs"), network.claims_to_decide, is_coordinator),
    Source("memos", _("Notes of the reception"), network.memos_to_see_to, may_enter_for_others, reverse_lazy("memos")),
    Source("events", _("Events to look at"), network.events_to_look_at, is_coordinator, reverse_lazy("event_review")),
    Source(
        "needs", _("Needs nobody has been introduced to"), network.needs_without_introduction, is_coordinator, MATCHING
    ),
    Source("ending", _("Needs that end soon"), network.needs_that_end, is_coordinator, MATCHING),
    Source("asked", _("Introductions without an answer"), network.introductions_unanswered, is_coordinator, MATCHING),
    Source("follow", _("Ask how it went"), network.introductions_to_follow, is_coordinator, MATCHING),
    Source(
        "bookings", _("Bookings to confirm"), network.bookings_to_confirm, can_confirm, reverse_lazy("booking_desk")
    ),
    Source("handovers", _("Work handed over to you"), custody.handovers_to_take, is_coordinator),
    Source("cases", _("Cases with something to do"), custody.cases_due, is_coordinator, reverse_lazy("cases")),
    Source("calls", _("Calls to make"), network.calls_to_make, may_enter_for_others, reverse_lazy("calls")),
    Source(
        "renewals",
        _("Groups whose year is to be confirmed"),
        network.renewals_due,
        is_coordinator,
        reverse_lazy("renewals"),
    ),
    Source(
        "quiet", _("Groups gone quiet"), network.groups_gone_quiet, is_coordinator, reverse_lazy("ties"), QUIET_RESTS
    ),
    Source("decide", _("Projects to decide on"), office.projects_to_decide, DECIDERS),
    Source("evaluate", _("Projects to evaluate"), office.projects_to_evaluate, REVIEWERS),
    Source("data", _("Requests about one’s own data"), office.data_requests, can_answer_for_data),
    Source("pages", _("Pages not public yet"), office.pages_in_hand, EDITORS),
    Source("pictures", _("Pictures whose consent ends soon"), office.pictures_that_end, EDITORS),
    Source("posts", _("Posts that end soon"), office.posts_that_end, ADMINISTRATORS),
    Source("mails", _("Mails that failed"), office.mails_that_failed, ADMINISTRATORS, "", 7),
    Source("projects", _("Projects"), office.projects_in_hand, OFFICE, reverse_lazy("projects")),
)
OWN = (
    Source("my-weather", _("Does it take place? Please decide"), own.decisions_in_hand, _for_herself),
    Source("my-introductions", _("Asked of your groups"), own.introductions_asked, _for_herself),
    Source("my-invitations", _("Your name on a flyer"), own.invitations_to_host, _for_herself),
    Source("my-renewals", _("Your group’s year is to be confirmed"), own.own_renewals, _for_herself),
    Source("my-events", _("Events not public yet"), own.events_in_hand, _for_herself, reverse_lazy("event_desk")),
    Source("my-needs", _("Your needs that end soon"), own.own_needs_that_end, _for_herself),
    Source("my-offers", _("Your offers that end soon"), own.own_offers_that_end, _for_herself),
    Source("my-bookings", _("Your bookings"), own.own_bookings, _for_herself, reverse_lazy("booking_desk")),
    Source("my-registrations", _("Your registrations for events"), own.own_registrations, _for_herself),
    Source("my-mails", _("Mails you follow"), own.own_mails, _for_herself),
)
SOURCES = (*STAFF, *OWN)


def sources_for(user: User) -> list[Source]:
    """List what may wait for a person; her roles add up."""
    return [source for source in SOURCES if source.may(user)]
