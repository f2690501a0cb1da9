"""What a worker has in its hands while it sends, noted on its own disk.

A mail server's yes and our database's commit are two things. A worker killed between them would send the mail again.
So it notes "in hand" and "gone" in a small file, which survives the process; whoever comes next reads the file of a
dead worker, settles what had gone, and takes up at once what had not.
"""

import fcntl
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Self

from django.db import transaction

from organizations.models import Delivery

HAND = re.compile(r"^hand (\d+) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d)$", re.M)


class Outbox:
    """The notes of one worker; the lock on the file says that it lives."""

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{worker}.outbox"
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> Self:
        fcntl.flock(self.file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *error: object) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self.file)

    def note_in_hand(self, pk: int, lease: datetime) -> None:
        os.write(self.file, f"hand {pk} {lease.isoformat()}\n".encode())

    def note_gone(self, delivery: Delivery) -> None:
        os.write(self.file, f"gone {delivery.pk}\n".encode())


def take_up(*, folder: Path, now: datetime) -> int:
    """Settle the notes of workers that died; return how many mails had gone without being settled."""
    count = 0
    for path in sorted(folder.glob("*.outbox")):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # its worker lives
            count += settle(notes=file.read().decode(errors="replace"), now=now)
            path.unlink(missing_ok=True)
    return count


@transaction.atomic
def settle(*, notes: str, now: datetime) -> int:
    """Mark sent what is noted as gone, and free what was only in hand, unless another worker has it by now."""
    gone = {int(number) for number in re.findall(r"^gone (\d+)$", notes, re.M)}
    waiting = Delivery.objects.filter(status=Delivery.Status.WAITING)
    for number, lease in HAND.findall(notes):
        if int(number) not in gone:
            waiting.filter(pk=int(number), lease_until=datetime.fromisoformat(lease)).update(lease_until=None)
    return waiting.filter(pk__in=gone).update(status=Delivery.Status.SENT, done_at=now, lease_until=None)
