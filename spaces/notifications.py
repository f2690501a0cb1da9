"""What a guest is told about a booking, by mail or on the call list."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from organizations.models import Delivery
from organizations.services.addresses import site_address
from organizations.services.deliveries import Words, tell
from organizations.templatetags.words import day_words, moment_words, time_range
from spaces.models import Booking, BookingSeries, Charge, Loan, Wish

Row = TypeVar("Row", Booking, Loan)
SIGNATURE = _("Reference number: %(reference)s\nSpace: %(space)s\nTime: %(time)s\nFor: %(purpose)s")


def requested(booking: Booking) -> None:
    """Say that the wish arrived, or that the space is theirs at once; a series is told together, by who asks."""
    if booking.series_id is not None:
        return
    if booking.status == Booking.Status.CONFIRMED:
        confirmed(booking)
        return
    _tell(booking, "booking_requested", _("We have received your booking"), _("Staff will look at it and tell you."))


def confirmed(booking: Booking) -> None:
    _tell(
        booking,
        _anew("booking_confirmed", booking),
        _("Your booking is confirmed"),
        _("The space is yours at this time."),
    )


def series_confirmed(bookings: list[Booking]) -> None:
    """Tell all the dates at once."""
    first = bookings[0]
    with override(first.language):
        dates = [time_range(row.starts_at, row.ends_at) for row in bookings]
        opening = "\n".join([gettext("The space is yours on these dates:"), *dates])
    _tell(first, _anew("booking_series_confirmed", first), _("Your booking is confirmed"), opening)


def waiting(booking: Booking) -> None:
    opening = _("The time is taken. You are in line: when it becomes free, it is held for you and we tell you.")
    _tell(booking, "booking_waiting", _("You are in line for a space"), opening)


def offered(booking: Booking) -> None:
    """Say that the time has become free and is held for a while; the booking's own page takes it."""
    with override(booking.language):
        until = moment_words(booking.offered_until) if booking.offered_until else ""
        opening = gettext("The time you wait for has become free. It is held for you: %(until)s at the latest.")
        answer = gettext("To take it or to let it go: %(link)s") % {"link": site_address(booking.get_absolute_url())}
    _tell(booking, "booking_offered", _("A space has become free"), f"{opening % {'until': until}}\n{answer}")


def lapsed(booking: Booking) -> None:
    _tell(booking, "booking_lapsed", _("Your wait for a space is over"), _("It is not held for you any more."))


def series_requested(series: BookingSeries, rows: list[Booking]) -> None:
    """Tell all dates of a series in one letter: what is theirs, what is looked at, what waits."""
    first = rows[0]
    with override(first.language):
        dates = [f"{time_range(row.starts_at, row.ends_at)} {row.get_status_display()}" for row in rows]
        link = gettext("All dates, and those that cannot be had: %(link)s") % {
            "link": site_address(series.get_absolute_url())
        }
        opening = "\n".join([gettext("These are your dates:"), *dates, link])
    _tell(first, "booking_series", _("We have received your bookings"), opening)


def series_cancelled(rows: list[Booking]) -> None:
    """Tell in one letter which dates were given back."""
    first = rows[0]
    with override(first.language):
        dates = [time_range(row.starts_at, row.ends_at) for row in rows]
        opening = "\n".join([gettext("These dates have been given back:"), *dates])
    _tell(first, "booking_series_cancelled", _("Your bookings are cancelled"), opening)


def declined(booking: Booking) -> None:
    _tell(booking, "booking_declined", _("We could not give you the space"), _("The reason follows below."))


def cancelled(booking: Booking) -> None:
    _tell(booking, "booking_cancelled", _("Your booking is cancelled"), _("The space has been given back."))


def moved(booking: Booking) -> None:
    with override(booking.language):
        opening = gettext("The old time has been given back.")
        if booking.status == Booking.Status.REQUESTED:
            opening = f"{opening}\n{gettext('Staff will look at it and tell you.')}"
    _tell(booking, _anew("booking_moved", booking), _("Your booking has a new time"), opening)


def season_settled(wishes: list[Wish]) -> None:
    """Tell a group once what became of its wishes, in their order."""
    first = wishes[0]
    with override(first.language):
        names = {"name": first.name, "season": first.round.name}
        lines = [
            gettext("Dear %(name)s,") % names,
            "",
            gettext("The spaces for “%(season)s” have been shared out.") % names,
            "",
        ]
        lines += [_became(wish) for wish in wishes]
        path = reverse("season_wishes", args=[first.round_id, first.organization.slug])
        lines += ["", gettext("All dates, and what else there is: %(link)s") % {"link": site_address(path)}]
        body = "\n".join(lines)
    tell(
        purpose="season_settled",
        about=first,
        subject=_("Your spaces for the season"),
        body=body,
        name=first.name,
        email=first.email,
        phone=first.phone,
        language=first.language,
    )


def _became(wish: Wish) -> str:
    dates = wish.series.bookings.count() if wish.series else 0
    words = {
        "rank": wish.get_rank_display(),
        "space": wish.space,
        "when": wish.when,
        "status": wish.get_status_display(),
        "count": dates,
    }
    line = gettext("%(rank)s: %(space)s, %(when)s: %(status)s") % words
    line += gettext(" (%(count)d dates)") % words if dates else ""
    return f"{line}\n{gettext('Reason: %(reason)s') % {'reason': wish.reason}}" if wish.reason else line


def _anew(purpose: str, booking: Booking) -> str:
    """Name a letter that is written again when a booking has moved to another time."""
    told = Delivery.objects.filter(about=f"{booking._meta.label_lower}:{booking.pk}", purpose__startswith=purpose)
    number = told.count()
    return f"{purpose}_{number + 1}" if number else purpose


def _tell(booking: Booking, purpose: str, subject: Words, opening: Words) -> None:
    _write(booking, purpose, subject, opening, _facts)


def _write(row: Row, purpose: str, subject: Words, opening: Words, facts: Callable[[Row], str]) -> None:
    """Write a letter about what somebody borrows: how it stands, the facts, and the reason if there is one."""
    with override(row.language):
        lines = [gettext("Dear %(name)s,") % {"name": row.name}, "", str(opening), "", facts(row)]
        if row.reason:
            lines += ["", gettext("Reason: %(reason)s") % {"reason": row.reason}]
        body = "\n".join(lines)
    tell(
        purpose=purpose,
        about=row,
        subject=subject,
        body=body,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
    )


def _facts(booking: Booking) -> str:
    facts = str(SIGNATURE) % {
        "reference": booking.reference,
        "space": booking.space,
        "time": time_range(booking.starts_at, booking.ends_at),
        "purpose": booking.purpose,
    }
    charge = getattr(booking, "charge", None) if booking.space.may_cost else None
    return f"{facts}\n{gettext('Fee for use: %(fee)s') % {'fee': fee_words(charge)}}" if charge else facts


def yen_words(yen: int) -> str:
    return gettext("%(yen)s yen") % {"yen": f"{yen:,}"} if yen else gettext("free of charge")


def fee_words(charge: Charge) -> str:
    """Say what is to pay, what was taken off and why, and whether it was paid."""
    words = [yen_words(charge.due_yen)]
    if charge.percent:
        off = gettext("%(full)s, %(percent)d %% off: %(name)s")
        full = yen_words(charge.full_yen)
        words.append(off % {"full": full, "percent": charge.percent, "name": charge.reduction_name})
        words += [] if charge.is_checked else [gettext("staff still look at the reduction")]
    words.append(gettext("paid at the counter") if charge.paid_on else gettext("please pay at the counter"))
    return gettext("; ").join(words if charge.due_yen else words[:-1])


LOAN = _("Reference number: %(reference)s\nThing: %(thing)s\nDays: %(days)s\nFetched and brought back at: %(place)s")


def loan_requested(loan: Loan) -> None:
    """Say that the wish arrived, or that it stands at once; what goes with a room is told with the room."""
    if loan.status == loan.Status.CONFIRMED:
        loan_confirmed(loan)
        return
    _tell_of_loan(loan, "loan_requested", _("We have received your wish"), _("Staff will look at it and tell you."))


def loan_confirmed(loan: Loan) -> None:
    _tell_of_loan(loan, "loan_confirmed", _("You can borrow it"), _("Please fetch it on the first day."))


def loan_declined(loan: Loan) -> None:
    _tell_of_loan(loan, "loan_declined", _("We could not lend it to you"), _("The reason follows below."))


def loan_cancelled(loan: Loan) -> None:
    _tell_of_loan(loan, "loan_cancelled", _("Your loan is cancelled"), _("Others can borrow it now."))


def loan_due(loan: Loan) -> None:
    _tell_of_loan(loan, "loan_due", _("Please bring it back tomorrow"), _("Tomorrow is the last day."))


def loan_late(loan: Loan) -> None:
    _tell_of_loan(loan, "loan_late", _("Please bring it back"), _("The last day is over, and others wait for it."))


def _tell_of_loan(loan: Loan, purpose: str, subject: Words, opening: Words) -> None:
    if loan.booking_id is None or loan.status == loan.Status.OUT:
        _write(loan, purpose, subject, opening, _loan_facts)


def _loan_facts(loan: Loan) -> str:
    facts = str(LOAN) % {
        "reference": loan.reference,
        "thing": f"{loan.thing} × {loan.count}",
        "days": days_words(loan.first_on, loan.last_on),
        "place": loan.thing.facility,
    }
    link = gettext("To look at it or to do without it: %(link)s")
    return f"{facts}\n{link % {'link': site_address(loan.get_absolute_url())}}"


def days_words(first: date, last: date) -> str:
    """Say days, both included."""
    words = day_words(first), day_words(last)
    return words[0] if first == last else gettext("%(starts)s–%(ends)s") % {"starts": words[0], "ends": words[1]}


def asked_coming(booking: Booking) -> None:
    """Ask for one tap: the booking's own page takes the answer."""
    with override(booking.language):
        answer = gettext("To say that you come, or to give it back: %(link)s")
        opening = gettext("Will you use the space? Please tell us; without an answer it may be given to others.")
        opening = f"{opening}\n{answer % {'link': site_address(booking.get_absolute_url())}}"
    _tell(booking, _anew("booking_coming", booking), _("Will you use the space?"), opening)


def released(booking: Booking) -> None:
    _tell(
        booking,
        "booking_released",
        _("Your booking has ended"),
        _("The space has been given to others. You may book again at any time."),
    )
