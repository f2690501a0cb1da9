"""A project called for by a gap, and whether the gap has closed since."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import District, Organization, Project, Topic, User
from organizations.services import projects
from portal.models import GapCall
from portal.services.gaps import Gap, Ledger, ledger

MOST = 30


@dataclass(frozen=True)
class Outcome:
    """A call, and the gap as it is now."""

    call: GapCall
    now: Gap


@transaction.atomic
def draft_call(*, theme: str, district: str, band: str = "", weekday: str = "", title: str, by: User) -> Project:
    """Draft a project for a gap, led by the office one works in. Raises ValidationError (code: no_gap, no_post)."""
    today = timezone.localdate()
    gap = ledger(today).gap(theme, district, band, weekday)
    if not gap.is_shown:
        raise ValidationError(_("So few have asked for this that no gap is shown."), code="no_gap")
    office = Organization.objects.filter(appointments__in=by.appointments.current(today)).order_by("pk").first()
    if office is None:
        raise ValidationError(_("Only who works in an office of the city can call for a project."), code="no_post")
    project = projects.start_project(
        title=title[:120],
        form=Project.Form.SUPPORT,
        fiscal_year=today.year - (today.month < 4),
        organization=office,
        by=by,
    )
    projects.edit_project(
        project=project,
        words={"origin": Project.Origin.CITY, "purpose": _reason(gap)},
        topics=Topic.objects.filter(slug=theme),
        districts=District.objects.filter(code=district),
        by=by,
    )
    GapCall.objects.create(
        project=project,
        theme=theme,
        district=district,
        band=band,
        weekday=weekday,
        demand=gap.demand,
        supply=gap.supply,
        drafted_on=today,
    )
    return project


def _reason(gap: Gap) -> str:
    numbers = {"asked": gap.demand, "there": gap.supply}
    return _("In half a year it was asked for %(asked)d times in vain; %(there)d can be had.") % numbers


def outcomes(found: Ledger) -> list[Outcome]:
    """Say of each call, the latest first, how the gap stands now."""
    calls = GapCall.objects.select_related("project").order_by("-drafted_on", "-pk")[:MOST]
    return [Outcome(call, found.gap(call.theme, call.district, call.band, call.weekday)) for call in calls]
