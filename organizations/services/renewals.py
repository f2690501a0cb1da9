"""The year of a group: asked, reminded, not renewed, at rest, and back again by a tap, a call or a sheet of paper."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Delivery, Need, Offer, Organization, Renewal, RenewalWindow, Resource, User
from organizations.models.renewals import next_day
from organizations.services.addresses import site_address
from organizations.services.changes import propose_change
from organizations.services.content_versions import bump
from organizations.services.enrolments import carry_over, fiscal_year_of
from organizations.services.exchange import keep_draft
from organizations.services.index import index_organization
from organizations.services.moves import move
from organizations.services.registry import attest, tell_organization

Status = Organization.Status
Kind = Organization.Kind
NOT_ASKED = (Kind.DEPARTMENT, Kind.AGENCY, Kind.INSTITUTION, Kind.SCHOOL)
FRESH_DAYS = 60  # who has joined or answered so shortly before need not be asked
KEPT_YEARS = 2
RETURNS_ON = "05-15"
CONFIRMED_FIELDS = ("name", "summary", "purpose", "meeting", "joining", "contacts")


def windows() -> dict[str, RenewalWindow]:
    """Give every kind of group its time of renewal: the city's own, else the usual one."""
    own = {window.kind: window for window in RenewalWindow.objects.all()}
    return {kind: own.get(kind) or RenewalWindow(kind=kind, is_asked=kind not in NOT_ASKED) for kind in Kind.values}


def keep_current(*, day: date) -> None:
    """Ask, remind, count as not renewed, lay to rest, ask again: whatever is due by ``day`` and not yet done."""
    for kind, window in windows().items():
        if window.is_asked:
            _ask_due(kind, window, day)
    _remind(day)
    _step(Renewal.objects.filter(due_on__lte=day), Status.RENEWAL_DUE, Status.GRACE)
    _step(Renewal.objects.filter(rests_on__lte=day), Status.GRACE, Status.DORMANT)
    _ask_again(day)


def _ask_due(kind: str, window: RenewalWindow, day: date) -> None:
    opened = window.opened(day)
    due = next_day(opened, window.due_on)
    if day >= due:
        return
    fresh = opened - timedelta(days=FRESH_DAYS)
    year = fiscal_year_of(due)
    groups = Organization.objects.of_kind(kind).filter(status=Status.ACTIVE, created_at__date__lt=fresh)
    asked = Renewal.objects.filter(fiscal_year=year) | Renewal.objects.filter(answered_at__date__gte=fresh)
    for group in groups.exclude(pk__in=asked.values("organization")).order_by("pk").iterator():
        ask(organization=group, fiscal_year=year, day=day, due_on=due, rests_on=next_day(due, window.rests_on))


@transaction.atomic
def ask(*, organization: Organization, fiscal_year: int, day: date, due_on: date, rests_on: date) -> Renewal:
    """Ask a group whether all is still true, by mail, telephone or on paper; once for one year."""
    renewal, new = Renewal.objects.get_or_create(
        organization=organization,
        fiscal_year=fiscal_year,
        defaults={
            "asked_on": day,
            "due_on": due_on,
            "rests_on": rests_on,
            "delete_after": date(fiscal_year + 1 + KEPT_YEARS, 3, 31),
        },
    )
    if new and organization.status == Status.ACTIVE:
        _set_status(organization, Status.RENEWAL_DUE, "organizations.renewal.ask", None)
        _tell(renewal, "renewal_asked", _("Is everything on your group’s page still true?"))
    return renewal


def link_of(renewal: Renewal) -> str:
    return f"/renew/{renewal.token}/"


def _tell(renewal: Renewal, purpose: str, subject: Any) -> None:
    """Send the link; on the call list stands what to ask instead."""
    name = renewal.organization.name
    tell_organization(
        organization=renewal.organization,
        purpose=purpose,
        about=renewal,
        subject=format_lazy("{} ({})", subject, name),
        body=format_lazy(
            "{}\n\n{}\n\n{}",
            _("If nothing has changed, one tap is enough. You need not sign in:"),
            site_address(link_of(renewal)),
            _("If you would rather talk: call us or come by, and we do it for you."),
        ),
        spoken=_(
            "Please ask: is everything still as on the page? Does the representative change in April? What is"
            " difficult just now, and what could you lend or do? Write it down under “Renewals”."
        ),
    )


def _set_status(organization: Organization, status: str, action: str, by: User | None) -> None:
    move(organization, status, action=action, by=by)
    index_organization(organization)
    bump("organizations")


def _step(renewals: QuerySet[Renewal], before: str, after: str) -> None:
    """Bring groups that have not answered one state on."""
    rows = renewals.filter(status=Renewal.Status.ASKED, organization__status=before).select_related("organization")
    for renewal in rows.order_by("pk").iterator():
        _step_one(renewal, after)


@transaction.atomic
def _step_one(renewal: Renewal, after: str) -> None:
    _set_status(renewal.organization, after, f"organizations.renewal.{after}", None)
    if after == Status.DORMANT:
        _tell(renewal, "renewal_rests", _("Your group’s page is resting now; a tap brings it back"))


def _reminders(renewal: Renewal) -> Iterable[tuple[str, date]]:
    """List when a group that has not answered is reminded, and under which name."""
    yield "renewal_reminder_1", renewal.asked_on + timedelta(days=28)
    yield "renewal_reminder_2", renewal.due_on - timedelta(days=7)
    yield "renewal_reminder_3", renewal.due_on + timedelta(days=30)
    yield "renewal_reminder_4", renewal.rests_on - timedelta(days=14)


def _remind(day: date) -> None:
    """Remind once of each date; of several that were missed only the latest."""
    for renewal in Renewal.objects.unanswered().select_related("organization").order_by("pk").iterator():
        passed = [name for name, at in _reminders(renewal) if at <= day]
        if passed:
            _tell(renewal, passed[-1], _("We have not heard from you yet: is everything still true?"))


def _ask_again(day: date) -> None:
    """Ask who represents the group now, where the representative was to change."""
    rows = Renewal.objects.filter(status=Renewal.Status.RETURNING, returns_on__lte=day).select_related("organization")
    for renewal in rows.order_by("pk"):
        _tell(renewal, "renewal_returns", _("Who represents your group now?"))


@transaction.atomic
def confirm(
    *,
    renewal: Renewal,
    head_changes: bool = False,
    lacking: str = "",
    offering: str = "",
    remark: str = "",
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Renewal:
    """Take the group's word that all is still true; it is active from now on, also if it was at rest.

    With ``head_changes`` we ask once more in May. ``lacking`` and ``offering`` become drafts of a need and an offer.
    Raises ValidationError (code: moved_on) when the question has been answered already.
    """
    returning = head_changes and renewal.status == Renewal.Status.ASKED
    organization = Organization.objects.get(pk=renewal.organization_id)  # as it is now, whoever held it
    said = {"remark": remark, "channel": channel, "on_behalf_of": on_behalf_of, "entered_by": by}
    move(
        renewal,
        Renewal.Status.RETURNING if returning else Renewal.Status.CONFIRMED,
        action="organizations.renewal.confirm",
        by=by,
        answered_at=timezone.now(),
        returns_on=next_day(renewal.asked_on, RETURNS_ON) if returning else None,
        **said,
    )
    behalf: dict[str, Any] = {"channel": channel, "on_behalf_of": on_behalf_of, "by": by}
    attest(organization=organization, fields=CONFIRMED_FIELDS, **behalf)
    if organization.status in (Status.RENEWAL_DUE, Status.GRACE, Status.DORMANT):
        _set_status(organization, Status.ACTIVE, "organizations.renewal.active", by)
    carry_over(organization=organization, fiscal_year=renewal.fiscal_year, **behalf)
    _keep_sheet(Need, organization, lacking, Resource.PEOPLE, behalf)
    _keep_sheet(Offer, organization, offering, Resource.SKILL, behalf)
    _drop_reminders(renewal)
    return renewal


@transaction.atomic
def name_head(
    *, renewal: Renewal, representative: str, contact: dict[str, str], channel: str = Channel.WEB, by: User | None
) -> Renewal:
    """Take down who represents the group now; a coordinator looks at it as at every such change."""
    organization = renewal.organization
    propose_change(
        organization=organization,
        name=organization.name,
        kana=organization.kana,
        contact=contact,
        representative=representative,
        channel=channel,
        by=by,
    )
    return confirm(renewal=renewal, channel=channel, by=by)


def _keep_sheet(
    sheet: type[Need | Offer], organization: Organization, words: str, resource: str, behalf: dict[str, Any]
) -> None:
    """Make what a group said in passing a draft that it, or a coordinator, finishes."""
    if words:
        title = words.splitlines()[0][:60]
        keep_draft(
            sheet=sheet,
            organization=organization,
            words={"title": title, "text": words, "resource": resource},
            **behalf,
        )


def _drop_reminders(renewal: Renewal) -> None:
    """Nobody is asked, rung up or written to any more about what has been answered."""
    about = f"{renewal._meta.label_lower}:{renewal.pk}"
    waiting = Delivery.objects.filter(about=about, status=Delivery.Status.WAITING)
    waiting.update(status=Delivery.Status.DROPPED)


@transaction.atomic
def end_group(
    *, renewal: Renewal, remark: str = "", channel: str = Channel.WEB, on_behalf_of: str = "", by: User
) -> Renewal:
    """Write down that a group has ended; its page goes, its record stays."""
    said = {"remark": remark, "channel": channel, "on_behalf_of": on_behalf_of, "entered_by": by}
    action = "organizations.renewal.end"
    move(renewal, Renewal.Status.ENDED, action=action, by=by, answered_at=timezone.now(), **said)
    _set_status(renewal.organization, Status.DISSOLVED, action, by)
    _drop_reminders(renewal)
    return renewal


@transaction.atomic
def wake(*, organization: Organization, channel: str, on_behalf_of: str = "", by: User) -> Renewal:
    """Take the word of a group that nobody has asked: it is confirmed for this fiscal year."""
    today = timezone.localdate()
    renewal, _new = Renewal.objects.get_or_create(
        organization=organization,
        fiscal_year=fiscal_year_of(today),
        defaults={
            "asked_on": today,
            "due_on": today,
            "rests_on": today,
            "delete_after": today + timedelta(days=366 * KEPT_YEARS),
        },
    )
    return confirm(renewal=renewal, channel=channel, on_behalf_of=on_behalf_of, by=by)


def is_open(renewal: Renewal) -> bool:
    """Tell whether a tap still says something: an older question, or one to a group that ended, is closed."""
    ended = renewal.organization.status in (Status.DISSOLVED, Status.MERGED, Status.SUSPENDED)
    newer = Renewal.objects.filter(organization=renewal.organization_id, fiscal_year__gt=renewal.fiscal_year)
    return renewal.status in (Renewal.Status.ASKED, Renewal.Status.RETURNING) and not ended and not newer.exists()


def listed(*, state: str = "", q: str = "") -> QuerySet[Renewal]:
    """List the groups' last questions: the unanswered (by default), or those in ``state``, by reading."""
    rows = Renewal.objects.last_of_each().with_contacts()
    chosen = {
        "": rows.unanswered(),
        "dormant": rows.filter(status=Renewal.Status.ASKED, organization__status=Status.DORMANT),
    }
    found = chosen[state] if state in chosen else rows.filter(status=state)
    if q:
        found = found.filter(organization__in=Organization.objects.named(q))
    return found.order_by("organization__kana", "pk")


def counts() -> dict[str, int]:
    """Count the groups in each of the lists."""
    return {state: listed(state=state).count() for state in ("returning", "dormant", "confirmed")} | {
        "open": listed().count()
    }


def without_mail() -> QuerySet[Renewal]:
    """List whom to ask by telephone or on paper."""
    return Renewal.objects.last_of_each().unanswered().without_mail(timezone.localdate())
