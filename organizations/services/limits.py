"""How often something may be tried. Counted in the database, so that every process sees the same number."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from organizations.models import Limit


def window_of(now: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)


@transaction.atomic
def allow(key: str, limit: int, seconds: int, *, now: datetime | None = None) -> bool:
    """Count one try of ``key`` and say whether it is within ``limit`` tries per ``seconds``."""
    row = {"key": key[:120], "window": window_of(now or timezone.now(), seconds)}
    if not Limit.objects.filter(**row).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Limit.objects.create(**row, count=1)
        except IntegrityError:
            Limit.objects.filter(**row).update(count=F("count") + 1)
    return Limit.objects.get(**row).count <= limit
