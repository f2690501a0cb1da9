"""Light reporting: once a month a repeating event says in one line how often it took place and how many came."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from events.models import Attendance, Event, MonthReport, Occurrence
from events.services.borrowing import lead_of
from organizations.models import Channel, User
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell
from organizations.services.registry import people_to_tell

SHOWN_MONTHS = timedelta(days=100)


def month_before(day: date) -> date:
    """Give the first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def ask_for_month(*, day: date) -> int:
    """Ask every repeating event about the month before ``day``; return how many were asked. Safe to run twice."""
    month = month_before(day)
    events = list(_repeating(month).exclude(month_reports__month=month).distinct())
    for event in events:
        ask(event=event, month=month)
    return len(events)


def _held_in(month: date) -> QuerySet[Occurrence]:
    first_of_next = (month + timedelta(days=31)).replace(day=1)
    return Occurrence.objects.taking_place().filter(held_on__gte=month, held_on__lt=first_of_next)


def _repeating(month: date) -> QuerySet[Event]:
    """Give the events that took place in the month as a series, or more than once, and were not counted at the door."""
    uncounted = _held_in(month).exclude(Exists(Attendance.objects.filter(occurrence=OuterRef("pk"))))
    again = uncounted.values("event").annotate(times=Count("pk"), of_series=Count("series"))
    again = again.filter(Q(times__gt=1) | Q(of_series__gt=0))
    return Event.objects.filter(
        pk__in=again.values("event"), status__in=(Event.Status.PUBLISHED, Event.Status.ARCHIVED)
    ).order_by("pk")


@transaction.atomic
def ask(*, event: Event, month: date) -> MonthReport:
    """Write the question down and mail its link to the hosts; who has no mail is rung up. Twice changes nothing."""
    report, is_new = MonthReport.objects.get_or_create(event=event, month=month)
    if is_new:
        for person in people_to_tell(lead_of(event)):
            _ask(report, person)
    return report


def _ask(report: MonthReport, person: dict[str, str]) -> None:
    address = site_address(report.get_absolute_url())
    with override(person["language"]):
        lines = [
            _("Dear %(name)s,") % {"name": person["name"]},
            _("How often did “%(title)s” take place last month, and how many people came? A rough number is fine.")
            % {"title": report.event.title},
            _("One line is enough: %(address)s") % {"address": address},
        ]
        text = "\n\n".join(lines)
    tell(
        purpose="month_report",
        about=report,
        subject=gettext_lazy("How many came last month?"),
        body=text,
        name=person["name"],
        email=person["email"],
        phone=person["phone"],
        language=person["language"],
    )


def guess(report: MonthReport) -> dict[str, int]:
    """Suggest the numbers: the dates that stood in the calendar, and who was ticked at the door."""
    rows = _held_in(report.month).filter(event=report.event)
    counted = Attendance.objects.filter(occurrence__in=rows.values("pk"))
    total = counted.aggregate(people=Coalesce(Sum("registered") + Sum("walked_in"), 0))["people"]
    return {"held": rows.count()} | ({"people": total} if total else {})


@transaction.atomic
def answer(
    *,
    report: MonthReport,
    held: int,
    people: int,
    remark: str = "",
    on_behalf_of: str = "",
    channel: str = Channel.WEB,
    by: User | None,
) -> MonthReport:
    """Keep the line; said again, the later one counts."""
    report.held, report.people, report.remark = held, people, remark.strip()
    report.answered_at = timezone.now()
    report.entered_by, report.on_behalf_of, report.channel = by, on_behalf_of, channel
    report.save()
    log(report.event, "events.month_report", user=by, data={"month": report.month.isoformat()})
    return report


def recent(*, day: date, events: Iterable[int] | None = None) -> QuerySet[MonthReport]:
    """List the reports of the last three months, those that wait first."""
    rows = MonthReport.objects.filter(month__gt=day - SHOWN_MONTHS).select_related("event")
    if events is not None:
        rows = rows.filter(event__in=list(events))
    return rows.order_by(Coalesce("answered_at", timezone.now()).desc(), "month", "pk")
