"""相談記録: opened, written on, read, let others in, closed. Log entries and mails carry the number, never a word."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Case, CaseAccess, Note, ReadLog, StaffRole, User
from organizations.services.deliveries import Words, tell
from organizations.services.enrolments import fiscal_year_of
from organizations.services.moves import move

KEPT = timedelta(days=5 * 365)
LOOK = timedelta(days=1)
LONGEST = timedelta(days=366)
TRIES = 5
OWN = _("in charge")


def _next_number(day: date) -> str:
    """Count on within the fiscal year: 2026-0001."""
    year = fiscal_year_of(day)
    last = Case.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
    return f"{year}-{int(last.number[5:]) + 1 if last else 1:04}"


def _numbered(day: date, **said: Any) -> Case:
    """Write a case down under the next number; where a colleague was quicker, under the one after."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(number=_next_number(day), **said)
        except IntegrityError:
            continue
    raise ValidationError(_("Several cases are being opened just now. Please try again."), code="busy")


@transaction.atomic
def open_case(*, now: datetime, text: str, by: User, **said: Any) -> Case:
    """Begin a case in one's own custody, with its first note."""
    case = _numbered(timezone.localdate(now), owner=by, **said)
    log(case, "organizations.case.open", user=by)
    write_note(case=case, text=text, channel=case.channel, now=now, by=by)
    return case


@transaction.atomic
def write_note(*, case: Case, text: str, channel: str, for_successor: bool = True, now: datetime, by: User) -> Note:
    """Add what happened. Raises ValidationError (code: closed) on a case that is over."""
    if case.status not in Case.ALIVE:
        raise ValidationError(_("This case is closed. Open it again first."), code="closed")
    note = Note.objects.create(
        case=case, author=by, written_at=now, channel=channel, text=text, for_successor=for_successor
    )
    log(case, "organizations.case.note", user=by)
    return note


@transaction.atomic
def edit_case(*, case: Case, by: User, **said: Any) -> Case:
    """Put right what it is about, who came, or by when something is to be done. Raises ValidationError (closed)."""
    if case.status not in Case.ALIVE:
        raise ValidationError(_("This case is closed. Open it again first."), code="closed")
    for name, value in said.items():
        setattr(case, name, value)
    case.save(update_fields=[*said])
    log(case, "organizations.case.edit", user=by)
    return case


@transaction.atomic
def move_case(*, case: Case, status: str, day: date, by: User) -> Case:
    """Bring a case one step on; closing starts the years it is kept. Raises ValidationError (code: moved_on)."""
    over = status == Case.Status.CLOSED
    term = {"closed_on": day, "delete_after": day + KEPT} if over else {"closed_on": None, "delete_after": None}
    return move(case, status, action="organizations.case.move", by=by, data={"status": status}, **term)


@transaction.atomic
def note_reading(*, case: Case, purpose: str = "", by: User) -> ReadLog:
    """Write down that somebody opened a case: those in charge without being asked why."""
    if not purpose and case.owner_id != by.pk:
        access = CaseAccess.objects.filter(case=case, user=by).first()
        purpose = access.reason if access else ""
    return ReadLog.objects.create(case=case, user=by, purpose=purpose or str(OWN))


@transaction.atomic
def let_in(*, case: Case, user: User, until: date, reason: str, day: date, by: User) -> CaseAccess:
    """Let a colleague read and write until some day. Raises ValidationError (code: until, owner)."""
    if not day <= until <= day + LONGEST:
        raise ValidationError(_("Please choose a day within a year."), code="until")
    if user.pk == case.owner_id:
        raise ValidationError(_("This person is in charge already."), code="owner")
    access = CaseAccess.objects.create(case=case, user=user, until=until, reason=reason, granted_by=by)
    log(case, "organizations.case.let_in", user=by, data={"user": user.pk})
    _tell(user, access, format_lazy(_("You were let into case {number}"), number=case.number))
    return access


@transaction.atomic
def shut_out(*, access: CaseAccess, day: date, by: User) -> CaseAccess:
    """End a colleague's access today."""
    access.until = min(access.until, day - timedelta(days=1))
    access.save(update_fields=["until"])
    log(access.case, "organizations.case.shut_out", user=by, data={"user": access.user_id})
    return access


@transaction.atomic
def let_oneself_in(*, number: str, reason: str, day: date, by: User) -> CaseAccess:
    """Open a colleague's case in need, for today: whoever is in charge and the lead coordinators hear of it at once.

    Raises ValidationError (code: unknown) for a number no case has.
    """
    case = Case.objects.filter(number=number.strip()).select_related("owner").first()
    if case is None or case.status == Case.Status.SEALED:
        raise ValidationError(_("No case has this number."), code="unknown")
    access = CaseAccess.objects.create(case=case, user=by, until=day, reason=reason, granted_by=by)
    log(case, "organizations.case.let_oneself_in", user=by)
    leads = User.objects.filter(groups__name=StaffRole.LEAD_COORDINATOR, is_active=True)
    for person in {case.owner, *leads} - {by}:
        _tell(person, access, format_lazy(_("{who} opened case {number}"), who=by.name, number=case.number))
    return access


@transaction.atomic
def entrust(*, case: Case, to: User, by: User) -> Case:
    """Give a case into somebody else's custody."""
    case.owner = to
    case.save(update_fields=["owner"])
    log(case, "organizations.case.entrust", user=by, data={"user": to.pk})
    return case


def forget_sealed() -> int:
    """Delete what was written on cases that were sealed, and who read it; the numbers stay. Safe to run twice."""
    sealed = Case.objects.filter(status=Case.Status.SEALED).values("pk")
    return sum(model.objects.filter(case__in=sealed).delete()[0] for model in (Note, CaseAccess, ReadLog))


def _tell(person: User, access: CaseAccess, subject: Words) -> None:
    tell(
        purpose="case_access",
        about=access,
        subject=subject,
        body=_("Why is written in the case, in the list of who read it. Sign in at the coordinators’ desk to see it."),
        name=person.name,
        email=person.email,
        phone=person.phone,
    )
