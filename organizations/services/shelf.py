"""The open offers of a large city, kept in each process and brought up to date before every question."""

import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from django.utils import timezone

from organizations import scoring
from organizations.models import Offer

OVERLAP = timedelta(minutes=1)  # a change that was saved before and committed after the last look
CHUNK = 500


class Shelf:
    """One index of the offers. ``read`` turns a row into what the score compares."""

    def __init__(self, read: Callable[[Offer], scoring.Offer], is_open: Callable[[Offer], bool]) -> None:
        self.index = scoring.Index()
        self._read, self._is_open = read, is_open
        self._lock = Lock()
        self._looked: datetime | None = None
        self._versions: dict[int, datetime] = {}

    def current(self) -> scoring.Index:
        """Take in what has changed since the last look, and give the index."""
        with self._lock:
            keys = self._changed()
            for start in range(0, len(keys), CHUNK):
                for row in Offer.objects.filter(pk__in=keys[start : start + CHUNK]).for_score():
                    self._take_in(row)
            if len(keys) > CHUNK:
                gc.freeze()  # so much that stays need not be walked again whenever rubbish is collected
            return self.index

    def _changed(self) -> list[int]:
        rows, looked = Offer.objects.order_by("pk"), self._looked
        self._looked = timezone.now()
        if looked is not None:
            rows = rows.filter(updated_at__gte=looked - OVERLAP)
        return [pk for pk, at in rows.values_list("pk", "updated_at") if self._versions.get(pk) != at]

    def _take_in(self, row: Offer) -> None:
        self._versions[row.pk] = row.updated_at
        if self._is_open(row):
            self.index.put(self._read(row))
        else:
            self.index.drop(str(row.pk))
