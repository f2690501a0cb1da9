"""What the Wagtail log knows of this floor's deeds."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "spaces.booking.request": (_("Request booking"), _("Booking requested")),
    "spaces.booking.waiting": (_("Wait in line for a space"), _("Waits in line for a space")),
    "spaces.booking.offered": (_("Hold a space for who waits"), _("Space held for who waits")),
    "spaces.booking.requested": (_("Take a space that is held"), _("Space that was held taken")),
    "spaces.booking.lapsed": (_("Let a wait for a space lapse"), _("Wait for a space lapsed")),
    "spaces.booking.no_show": (_("Note that nobody came"), _("Nobody came")),
    "spaces.booking.confirmed": (_("Confirm booking"), _("Booking confirmed")),
    "spaces.booking.declined": (_("Decline booking"), _("Booking declined")),
    "spaces.booking.cancelled": (_("Cancel booking"), _("Booking cancelled")),
    "spaces.charge.reduction": (_("Settle a reduction"), _("Reduction settled")),
    "spaces.charge.paid": (_("Note a payment"), _("Payment noted")),
    "spaces.charge.unpaid": (_("Take a payment back"), _("Payment taken back")),
    "spaces.day_part.add": (_("Add a part of the day"), _("Part of the day added")),
    "spaces.day_part.remove": (_("Remove a part of the day"), _("Part of the day removed")),
    "spaces.reduction.add": (_("Add a reduction"), _("Reduction added")),
    "spaces.reduction.remove": (_("Remove a reduction"), _("Reduction removed")),
    "spaces.loan.request": (_("Ask for a thing"), _("Thing asked for")),
    "spaces.loan.confirmed": (_("Confirm a loan"), _("Loan confirmed")),
    "spaces.loan.declined": (_("Decline a loan"), _("Loan declined")),
    "spaces.loan.cancelled": (_("Cancel a loan"), _("Loan cancelled")),
    "spaces.loan.out": (_("Hand a thing out"), _("Thing handed out")),
    "spaces.loan.returned": (_("Take a thing back"), _("Thing taken back")),
    "spaces.booking.coming": (_("Say that a booking is used"), _("Said that it is used")),
    "spaces.calendar.make": (_("Make a calendar address"), _("Calendar address made")),
    "spaces.calendar.revoke": (_("Switch a calendar address off"), _("Calendar address switched off")),
    "spaces.closure": (_("Close a place"), _("Place closed")),
    "spaces.reopening": (_("Open a place again"), _("Closure taken back")),
    "spaces.school_holiday.add": (_("Add school holidays"), _("School holidays added")),
    "spaces.school_holiday.remove": (_("Remove school holidays"), _("School holidays removed")),
    "spaces.hours": (_("Change opening hours"), _("Opening hours changed")),
    "spaces.notice.bring": (_("Bring a notice"), _("Notice brought")),
    "spaces.notice.shown": (_("Put a notice up"), _("Notice put up")),
    "spaces.notice.declined": (_("Decline a notice"), _("Notice declined")),
    "spaces.notice.taken_down": (_("Take a notice down"), _("Notice taken down")),
    "spaces.notice.expired": (_("Let a notice end"), _("Notice came down by itself")),
    "spaces.notice.doubt": (_("Report a notice"), _("Notice reported")),
    "spaces.notice.cleared": (_("Find a notice all right"), _("Notice found all right")),
    "spaces.door": (_("Note how many families fit in"), _("Families that fit in noted")),
    "spaces.booking.move": (_("Move booking"), _("Booking moved")),
    "spaces.season.prepare": (_("Prepare season round"), _("Season round prepared")),
    "spaces.season.edit": (_("Change season round"), _("Season round changed")),
    "spaces.season.wishing": (_("Open season round"), _("Season round opened")),
    "spaces.season.settling": (_("Close wishes"), _("Wishes closed")),
    "spaces.season.published": (_("Publish season round"), _("Season round published")),
    "spaces.season.cancelled": (_("Call season round off"), _("Season round called off")),
    "spaces.season.lot": (_("Close list of a draw"), _("List of the draw closed")),
    "spaces.season.draw": (_("Hold draw"), _("Draw held")),
    "spaces.wish.enter": (_("Enter wish"), _("Wish entered")),
    "spaces.wish.change": (_("Change wish"), _("Wish changed")),
    "spaces.wish.agree": (_("Agree on another time"), _("Another time agreed on")),
    "spaces.wish.open": (_("Take decision on a wish back"), _("Decision on a wish taken back")),
    "spaces.wish.granted": (_("Grant wish"), _("Wish granted")),
    "spaces.wish.refused": (_("Refuse wish"), _("Wish refused")),
    "spaces.wish.spare": (_("Close a wish nobody needs"), _("Wish not needed")),
    "spaces.wish.withdrawn": (_("Withdraw wish"), _("Wish withdrawn")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
