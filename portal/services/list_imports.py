"""Lists of groups, tried first and taken over afterwards, a little at every tick of the worker."""

from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.models import User
from organizations.services.content_versions import bump
from organizations.services.listing import keep_listed, show_listed
from organizations.services.moves import move
from portal.models import ListImport

Status = ListImport.Status
CHUNK = 50
SECONDS = 3.0  # of one tick: mails must not wait for a long list
KEPT = timedelta(days=31)
Row = dict[str, Any]  # line: where it stands; cells: as written; values: as read


@transaction.atomic
def hand_in(*, file_name: str, rows: list[Row], unread: list[Row], by: User) -> ListImport:
    """Write a list down to be tried; nothing of it is taken over yet."""
    day: date = timezone.localdate() + KEPT
    run = ListImport(file_name=file_name[:120], rows=rows, unread=unread, total=len(rows), entered_by=by)
    run.report, run.delete_after = _empty(unread), day
    run.save()
    return run


def _empty(unread: list[Row]) -> dict[str, Any]:
    return {"created": 0, "updated": 0, "unchanged": 0, "rejected": list(unread)}


@transaction.atomic
def take_over(*, run: ListImport, by: User) -> ListImport:
    """Begin in earnest what was tried."""
    fresh = {"done": 0, "report": _empty(run.unread)}
    return move(run, Status.RUNNING, action="portal.list.take_over", by=by, **fresh)


@transaction.atomic
def drop(*, run: ListImport, by: User) -> ListImport:
    """Let a list go that was only tried."""
    return move(run, Status.DROPPED, action="portal.list.drop", by=by, rows=[])


def step() -> bool:
    """Go on with the oldest list for a few seconds; say whether there was one."""
    run = ListImport.objects.filter(status__in=(Status.CHECKING, Status.RUNNING)).order_by("pk").first()
    if run is None:
        return False
    until = monotonic() + SECONDS
    while run.is_working and monotonic() < until:
        run = _walk(run.pk)
    return True


@transaction.atomic
def _walk(pk: int) -> ListImport:
    """Do one piece and note how far it has come in the same transaction: a worker that dies leaves no half row."""
    run = ListImport.objects.select_for_update().get(pk=pk)
    if not run.is_working:
        return run
    rows = run.rows[run.done : run.done + CHUNK]
    rehearsing = run.status == Status.CHECKING
    with transaction.atomic():
        for row in rows:
            _keep(run, row, rehearsing)
        transaction.set_rollback(rehearsing)
    run.done += len(rows)
    run.save(update_fields=["done", "report"])
    if run.done >= run.total:
        _finish(run, rehearsing)
    return run


def _keep(run: ListImport, row: Row, rehearsing: bool) -> None:
    """Keep one row, or name the cell that keeps it from being kept."""
    try:
        with transaction.atomic():
            group, outcome = keep_listed(values=row["values"], by=run.entered_by)
            if outcome != "unchanged" and not rehearsing:
                show_listed(group)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        problem = {"row": row["line"], "field": name, "value": _said(row["values"].get(name))}
        run.report["rejected"].append(problem | {"problem": " ".join(sentences)})
    else:
        run.report[outcome] += 1


def _said(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


def _finish(run: ListImport, rehearsing: bool) -> None:
    run.report["rejected"].sort(key=lambda problem: problem["row"])
    if rehearsing:
        move(run, Status.CHECKED, action="portal.list.checked", by=None, report=run.report)
        return
    move(run, Status.DONE, action="portal.list.done", by=run.entered_by, report=run.report, rows=[], unread=[])
    bump("organizations")
