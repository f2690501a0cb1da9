"""The worker's tick: everything that is due now, on every floor. Each part may safely run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

import structlog
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from events.services import demand as searches
from events.services import (
    evaluations,
    month_reports,
    pictures,
    registrations,
    series,
    sources,
    subscriptions,
    unsent,
    verdicts,
)
from events.tasks import keep_places_moving, read_due_calendars, write_due_mails
from organizations.services import casework, clock, exchange, matching, renewals, staff
from organizations.tasks import look_at_next_link, send_due_mail
from portal.services import disposal, index, jobs, list_imports, signs
from portal.services.waiting import desks
from spaces.services import bookings, demand, line, loans, notices, release, rounds

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Daily:
    """A deed of the night; a night missed is made up on the next tick."""

    name: str
    at: time
    deed: Callable[[datetime], object]


def tidy(now: datetime) -> None:
    """Forget what has done its work."""
    clock.forget_old_rows(now=now)
    jobs.forget_old(now=now)
    desks.forget_old(now=now)
    Session.objects.filter(expire_date__lt=now).delete()


def take_down_pictures(now: datetime) -> None:
    pictures.take_down_lapsed(today=timezone.localdate(now))


def end_posts(now: datetime) -> None:
    """Staff whose posts ended yesterday do not come in today; those whose posts begin do."""
    staff.end_appointments(day=timezone.localdate(now))


def keep_exchange_current(now: datetime) -> None:
    """End what is over, remind of what ends soon, let introductions go that nobody answers, forget what is old."""
    today = timezone.localdate(now)
    exchange.expire_overdue(day=today)
    exchange.remind_of_end(day=today)
    matching.lapse_silent(now=now)
    matching.end_with_groups_gone()
    exchange.forget_old(day=today)


def keep_groups_current(now: datetime) -> None:
    """Ask groups once a year, remind them, and let those rest of whom nothing is heard."""
    renewals.keep_current(day=timezone.localdate(now))
    signs.gather(day=timezone.localdate(now))


def keep_events_current(now: datetime) -> None:
    """Let series go on to the horizon; forget who came to what is long over, words nobody sent, readers who left."""
    series.extend_all(now=now)
    registrations.forget_old(day=timezone.localdate(now))
    unsent.forget_old(day=timezone.localdate(now))
    sources.forget_looked_at(now=now)
    month_reports.ask_for_month(day=timezone.localdate(now))
    subscriptions.end_bounced()
    subscriptions.forget_old(day=timezone.localdate(now))
    evaluations.forget_asked(day=timezone.localdate(now))
    searches.forget_old(day=timezone.localdate(now))


def let_go(now: datetime) -> None:
    """Forget people whose records' time is over; of official records only those that somebody has let go."""
    disposal.forget_due(day=timezone.localdate(now))
    disposal.carry_out(now=now)
    casework.forget_sealed()


def keep_bookings_current(now: datetime) -> None:
    """Note what took place, take down notices that are over, and forget wishes older than any plan."""
    bookings.finish_old(now=now)
    demand.forget_old(day=timezone.localdate(now))
    notices.take_down_overdue(day=timezone.localdate(now))


def ask_borrowers(now: datetime) -> None:
    """Remind those who bring something back tomorrow, and ask those who have a room whether they will come."""
    today = timezone.localdate(now)
    loans.remind_of_return(day=today)
    loans.end_unfetched(day=today)
    release.ask_coming(now=now)


def renew_search(now: datetime) -> None:
    """Write the search index anew: pages that went live or away by the clock, dates that have passed."""
    index.reindex()


DAILY: tuple[Daily, ...] = (
    Daily("staff", time(0, 1), end_posts),
    Daily("pictures", time(0, 5), take_down_pictures),
    Daily("exchange", time(0, 20), keep_exchange_current),
    Daily("groups", time(0, 25), keep_groups_current),
    Daily("bookings", time(0, 30), keep_bookings_current),
    Daily("events", time(0, 40), keep_events_current),
    Daily("personal", time(1, 0), let_go),
    Daily("tidy", time(3, 10), tidy),
    Daily("search", time(3, 30), renew_search),
    Daily("borrowers", time(9, 0), ask_borrowers),
)


def run_ready_jobs(worker: str, at_most: int = 50) -> None:
    """Run the jobs that others enqueued, at most so many before the next sign of life."""
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=at_most,
        worker_id=worker[:64],
    ).run()


def run_daily(now: datetime) -> None:
    """Do each of tonight's deeds that no worker has done yet."""
    local = timezone.localtime(now)
    for daily in DAILY:
        at = timezone.make_aware(datetime.combine(local.date(), daily.at))
        slot = clock.take_slot(name=daily.name, at=at, now=now) if local >= at else None
        if slot:
            daily.deed(now)
            clock.finish_slot(slot=slot, now=timezone.now())
            log.info("daily_done", name=daily.name)


def tick(worker: str) -> None:
    """Do what is due. A part that fails is logged and leaves the others their turn."""
    now = timezone.now()
    clock.beat(worker=worker, now=now)
    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("places", lambda: keep_places_moving(now=now)),
        ("release", lambda: release.release_due(now=now)),
        ("lines", lambda: line.lapse_overdue(now=now)),
        ("rounds", lambda: rounds.close_due(now=now)),
        ("verdicts", lambda: verdicts.ask_due(now=now)),
        ("silence", lambda: verdicts.chase(now=now)),
        ("digests", lambda: write_due_mails(now=now)),
        ("mail", lambda: send_due_mail(timezone.now, worker=worker)),
        ("give_back", lambda: jobs.give_back(now=now)),
        ("jobs", lambda: run_ready_jobs(worker)),
        ("daily", lambda: run_daily(now)),
        ("lists", list_imports.step),
        ("links", lambda: look_at_next_link(now=now)),
        ("calendars", lambda: read_due_calendars(now=now)),
    )
    for name, part in parts:
        try:
            part()
        except Exception:
            log.exception("tick_failed", part=name)
