"""Counters that move with what visitors see: pages make their ETag of them."""

from django.db import IntegrityError, transaction
from django.db.models import F

from organizations.models import ContentVersion


@transaction.atomic
def bump(*names: str) -> None:
    """Move the counters of these kinds of content, in the transaction that changes the content."""
    for name in sorted(names):
        if ContentVersion.objects.filter(name=name).update(number=F("number") + 1):
            continue
        try:
            with transaction.atomic():
                ContentVersion.objects.create(name=name, number=1)
        except IntegrityError:
            ContentVersion.objects.filter(name=name).update(number=F("number") + 1)


def current(*names: str) -> str:
    """Return the counters as a short text, in the order asked; 0 for what never changed."""
    numbers = dict(ContentVersion.objects.filter(name__in=names).values_list("name", "number"))
    return "-".join(str(numbers.get(name, 0)) for name in names)
