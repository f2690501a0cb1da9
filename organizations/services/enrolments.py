"""利用団体登録: a group's yearly registration, from the first line to the decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Channel, Enrolment, Membership, Organization, User
from organizations.services.addresses import site_address
from organizations.services.content_versions import bump
from organizations.services.index import index_organization
from organizations.services.moves import move
from organizations.services.registry import tell_organization

Status = Enrolment.Status
KEPT_YEARS = 5
STEP_FIELDS = {
    1: ("representative", "members"),
    2: ("activity",),
    3: ("rules",),
    4: ("declares",),
}
LAST_STEP = 5  # look it over and hand it in


def fiscal_year_of(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _tell(enrolment: Enrolment, purpose: str, subject: Any, body: Any, spoken: Any = "") -> None:
    """Tell the group about its registration, with the link to go on with; whoever rings up needs the link too."""
    link = site_address(f"/enrolments/{enrolment.token}/")
    tell_organization(
        organization=enrolment.organization,
        purpose=f"{purpose}_{enrolment.submitted_at:%Y%m%d%H%M%S%f}" if enrolment.submitted_at else purpose,
        about=enrolment,
        subject=subject,
        body=format_lazy("{}\n\n{}", body, link),
        spoken=format_lazy("{}\n\n{}", spoken or body, link),
    )


@transaction.atomic
def start_enrolment(
    *,
    organization: Organization,
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    fiscal_year: int | None = None,
    by: User,
) -> Enrolment:
    """Begin this fiscal year's registration, or go on with the one begun before; last year's answers are kept."""
    year = fiscal_year or fiscal_year_of(timezone.localdate())
    last = organization.enrolments.filter(fiscal_year__lt=year).order_by("-fiscal_year").first()
    known = {name: getattr(last, name) for name in ("representative", "members", "rules")} if last else {}
    enrolment, new = Enrolment.objects.get_or_create(
        organization=organization,
        fiscal_year=year,
        defaults={
            **known,
            "channel": channel,
            "on_behalf_of": on_behalf_of,
            "entered_by": by,
            "delete_after": date(year + 1 + KEPT_YEARS, 3, 31),
        },
    )
    if new:
        _tell(
            enrolment,
            "enrolment_begun",
            _("Your group’s registration has begun"),
            _("What you type is kept. You can go on at any time with this link:"),
            _("Your registration has begun. We fill it in together, on the telephone or at the counter."),
        )
    return enrolment


@transaction.atomic
def carry_over(
    *, organization: Organization, fiscal_year: int, channel: str, on_behalf_of: str, by: User | None
) -> Enrolment | None:
    """Hand last year's registration in again for another year, as it was; None for a group that had none approved."""
    last = (
        organization.enrolments.filter(fiscal_year__lt=fiscal_year, status=Status.APPROVED)
        .order_by("fiscal_year")
        .last()
    )
    if last is None:
        return None
    known = {name: getattr(last, name) for names in STEP_FIELDS.values() for name in names}
    enrolment, new = Enrolment.objects.get_or_create(
        organization=organization,
        fiscal_year=fiscal_year,
        defaults={
            **known,
            "status": Status.SUBMITTED,
            "step": LAST_STEP,
            "submitted_at": timezone.now(),
            "channel": channel,
            "on_behalf_of": on_behalf_of,
            "entered_by": by,
            "delete_after": date(fiscal_year + 1 + KEPT_YEARS, 3, 31),
        },
    )
    if new:
        log(instance=enrolment, action="organizations.enrolment.submit", user=by)
    return enrolment


@transaction.atomic
def save_step(*, enrolment: Enrolment, step: int, fields: Mapping[str, Any], by: User | None) -> Enrolment:
    """Keep the answers of one step and remember how far the group has come."""
    _refuse_unless_open(enrolment)
    if strange := set(fields) - set(STEP_FIELDS[step]):
        raise ValueError(f"not asked in step {step}: {sorted(strange)}")
    for name, value in fields.items():
        setattr(enrolment, name, value)
    enrolment.step = max(enrolment.step, step + 1)
    enrolment.save()
    return enrolment


def _refuse_unless_open(enrolment: Enrolment) -> None:
    if enrolment.status not in (Status.DRAFT, Status.RETURNED):
        raise ValidationError(_("This registration has been handed in and cannot be changed now."), code="handed_in")


def missing_steps(enrolment: Enrolment) -> list[int]:
    """List the steps whose answers are still needed before handing in."""
    complete = {
        1: bool(enrolment.representative and enrolment.members),
        2: bool(enrolment.activity),
        3: True,
        4: enrolment.declares,
    }
    return [step for step, done in complete.items() if not done]


@transaction.atomic
def submit_enrolment(*, enrolment: Enrolment, by: User | None) -> Enrolment:
    """Hand the registration in; from now on the coordinators' desk has it."""
    _refuse_unless_open(enrolment)
    if missing_steps(enrolment):
        raise ValidationError(_("Some answers are still missing. Please go back to the steps marked."), code="missing")
    move(enrolment, Status.SUBMITTED, action="organizations.enrolment.submit", by=by, submitted_at=timezone.now())
    _tell(
        enrolment,
        "enrolment_received",
        _("We have your group’s registration"),
        _("We will agree on a day to meet. You can see how it stands here:"),
        _("We have it. On which days could you come and talk with us?"),
    )
    return enrolment


@transaction.atomic
def set_interview(*, enrolment: Enrolment, interview_on: date, by: User) -> Enrolment:
    """Agree on the day of the interview."""
    if enrolment.status == Status.INTERVIEW:
        enrolment.interview_on = interview_on
        enrolment.save(update_fields=["interview_on"])
    else:
        move(enrolment, Status.INTERVIEW, action="organizations.enrolment.interview", by=by, interview_on=interview_on)
    _tell(
        enrolment,
        f"enrolment_interview_{interview_on:%Y%m%d}",
        _("The day of your interview"),
        format_lazy("{}: {:%Y-%m-%d}", _("We look forward to seeing you on this day"), interview_on),
    )
    return enrolment


@transaction.atomic
def return_enrolment(*, enrolment: Enrolment, reason: str, by: User) -> Enrolment:
    """Send the registration back to be completed, and say what is missing."""
    move(enrolment, Status.RETURNED, action="organizations.enrolment.return", by=by, reason=reason)
    _tell(enrolment, "enrolment_returned", _("Please complete your group’s registration"), reason)
    return enrolment


@transaction.atomic
def approve_enrolment(*, enrolment: Enrolment, decision_number: str, interview_note: str = "", by: User) -> Enrolment:
    """Record the decision made elsewhere: from now on the group may book ahead and publish at once."""
    move(
        enrolment,
        Status.APPROVED,
        action="organizations.enrolment.approve",
        by=by,
        decided_at=timezone.now(),
        decided_by=by,
        decision_number=decision_number,
        interview_note=interview_note,
    )
    organization = enrolment.organization
    organization.door = Organization.Door.ENROLLED
    organization.publishes_at_once = True
    organization.status = Organization.Status.ACTIVE
    organization.valid_through = date(enrolment.fiscal_year + 1, 3, 31)
    organization.save()
    index_organization(organization)
    bump("organizations")
    _name_representative(enrolment)
    _tell(
        enrolment,
        "enrolment_approved",
        _("Your group is registered"),
        _("You may now book rooms ahead, and your events are published at once."),
    )
    return enrolment


def _name_representative(enrolment: Enrolment) -> None:
    """Whoever began the registration for her own group represents it, if nobody else does."""
    by, organization = enrolment.entered_by, enrolment.organization
    today = timezone.localdate()
    heads = Membership.objects.current(today).filter(organization=organization, role=Membership.Role.REPRESENTATIVE)
    if by is None or enrolment.on_behalf_of or heads.exists():
        return
    Membership.objects.update_or_create(
        user=by,
        organization=organization,
        valid_through=None,
        defaults={"role": Membership.Role.REPRESENTATIVE},
        create_defaults={"role": Membership.Role.REPRESENTATIVE, "valid_from": today},
    )


@transaction.atomic
def refuse_enrolment(*, enrolment: Enrolment, decision_number: str, reason: str, by: User) -> Enrolment:
    """Record a refusal with its decision number and reason; the group stays in the network."""
    move(
        enrolment,
        Status.REFUSED,
        action="organizations.enrolment.refuse",
        by=by,
        decided_at=timezone.now(),
        decided_by=by,
        decision_number=decision_number,
        reason=reason,
    )
    _tell(enrolment, "enrolment_refused", _("About your group’s registration"), reason)
    return enrolment
