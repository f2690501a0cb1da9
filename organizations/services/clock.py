"""The clock that several workers share: each turn is taken by one of them, and finished by another if that one dies."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from organizations.models import Beat, Delivery, Limit, Receipt, Slot

LEASE = timedelta(minutes=15)
DELIVERY_KEPT = timedelta(days=183)


def beat(*, worker: str, now: datetime) -> None:
    """Leave a sign of life."""
    Beat.objects.update_or_create(worker=worker, defaults={"at": now})


def last_beat() -> datetime | None:
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()


@transaction.atomic
def take_slot(*, name: str, at: datetime, now: datetime) -> Slot | None:
    """Take one turn of the clock; None when another worker has it, or had it and finished."""
    try:
        with transaction.atomic():
            return Slot.objects.create(name=name, at=at)
    except IntegrityError:
        left = Slot.objects.filter(name=name, at=at, done_at=None, taken_at__lt=now - LEASE)
        return Slot.objects.get(name=name, at=at) if left.update(taken_at=now) else None


def finish_slot(*, slot: Slot, now: datetime) -> None:
    Slot.objects.filter(pk=slot.pk).update(done_at=now)


@transaction.atomic
def forget_old_rows(*, now: datetime) -> None:
    """Remove the rows of operations that have done their work."""
    Receipt.objects.filter(created_at__lt=now - timedelta(days=30)).delete()
    Limit.objects.filter(window__lt=now - timedelta(days=2)).delete()
    Slot.objects.filter(at__lt=now - timedelta(days=60)).delete()
    Delivery.objects.exclude(status=Delivery.Status.WAITING).filter(due_at__lt=now - DELIVERY_KEPT).delete()
    Beat.objects.filter(at__lt=now - timedelta(days=1)).delete()
