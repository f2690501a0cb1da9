"""The worker's tick."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from organizations.models import Beat, Delivery, Slot
from organizations.services.deliveries import tell
from portal import tasks
from portal.services import jobs
from tests.factories.organizations import IntroductionFactory, NeedFactory, UserFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
done: list[str] = []


@task()
def note(word):
    done.append(word)


@task()
def fail():
    raise ValueError("broken")


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The job runner drops a connection it finds inside a transaction; here that is the test's own."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def states():
    return list(DBTaskResult.objects.values_list("status", flat=True))


def test_tick_when_there_is_work_then_beats_sends_and_runs():
    tell(purpose="x", about=UserFactory(), subject="s", body="b", email="a@example.jp")
    note.enqueue("hello")

    tasks.tick("w1")

    assert Beat.objects.get().worker == "w1"
    assert len(mail.outbox) == 1
    assert done == ["hello"]
    assert states() == ["SUCCESSFUL"]


def test_jobs_when_one_fails_then_it_is_tried_three_times():
    fail.enqueue()

    for hour in range(6):
        with time_machine.travel(MORNING + timedelta(hours=hour), tick=False):
            DBTaskResult.objects.filter(status="READY").update(run_after=MORNING)
            tasks.tick("w1")

    assert states() == ["FAILED"]
    assert len(DBTaskResult.objects.get().worker_ids) == jobs.ATTEMPTS


def test_jobs_when_their_worker_died_then_another_takes_over():
    note.enqueue("again")
    DBTaskResult.objects.update(status="RUNNING", started_at=MORNING, worker_ids=["dead"])

    with time_machine.travel(MORNING + jobs.LEASE + timedelta(seconds=1), tick=False):
        tasks.tick("w2")

    assert done == ["again"]


def test_jobs_when_a_worker_still_runs_one_then_it_is_left_alone():
    note.enqueue("again")
    DBTaskResult.objects.update(status="RUNNING", started_at=MORNING, worker_ids=["alive"])

    assert jobs.give_back(now=MORNING + timedelta(minutes=1)) == 0


def test_jobs_when_every_worker_died_on_it_then_it_is_given_up():
    note.enqueue("deadly")
    DBTaskResult.objects.update(status="RUNNING", started_at=MORNING, worker_ids=["a", "b", "c"])

    jobs.give_back(now=MORNING + timedelta(hours=1))

    assert states() == ["FAILED"]


def test_daily_when_the_night_was_missed_then_it_is_made_up_once():
    tasks.run_daily(MORNING)
    tasks.run_daily(MORNING + timedelta(hours=1))

    names = {daily.name for daily in tasks.DAILY if daily.at.hour < 10}
    assert sorted(Slot.objects.exclude(done_at=None).values_list("name", flat=True)) == sorted(names)


def test_forget_old_when_a_job_is_long_done_then_gone():
    note.enqueue("old")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=MORNING - timedelta(days=4))
    note.enqueue("young")

    jobs.forget_old(now=MORNING)

    assert states() == ["READY"]


def test_exchange_when_the_night_comes_then_ends_reminds_and_lets_go():
    now = timezone.now()
    over = NeedFactory(valid_until=timezone.localdate(now) - timedelta(days=1))
    ending = NeedFactory(valid_until=timezone.localdate(now) + timedelta(days=3))
    silent = IntroductionFactory(asked_at=now - timedelta(days=22))

    for _ in range(2):
        tasks.keep_exchange_current(now)

    over.refresh_from_db()
    silent.refresh_from_db()
    assert (over.status, silent.status) == ("expired", "lapsed")
    assert Delivery.objects.filter(about=f"organizations.need:{ending.pk}").count() == 1
