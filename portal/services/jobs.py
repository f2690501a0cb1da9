"""Background jobs that Wagtail and others enqueue: run, tried again, taken over from a worker that died."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

ATTEMPTS = 3
LEASE = timedelta(minutes=15)


def give_back(*, now: datetime) -> int:
    """Make ready again what failed fewer than three times, and what a dead worker left running. Return how many."""
    stuck = Q(status="RUNNING", started_at__lt=now - LEASE)
    failed = Q(status="FAILED", finished_at__gt=now - timedelta(days=1))
    count = 0
    for job in DBTaskResult.objects.filter(stuck | failed).order_by("-enqueued_at")[:200]:
        tries = len(job.worker_ids)  # one id is appended per attempt
        same = DBTaskResult.objects.filter(pk=job.pk, status=job.status)
        if tries < ATTEMPTS:
            wait = timedelta(seconds=5 * 4**tries) if job.status == "FAILED" else timedelta()
            count += same.update(status="READY", run_after=now + wait, finished_at=None)
        elif job.status == "RUNNING":
            same.update(status="FAILED", finished_at=now, traceback="Left running by a worker that died, three times.")
    return count


def forget_old(*, now: datetime) -> None:
    DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=now - timedelta(days=3)).delete()
    DBTaskResult.objects.filter(status="FAILED", finished_at__lt=now - timedelta(days=30)).delete()
