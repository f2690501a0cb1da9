"""What the search index knows of an event; kept in the transaction that changes it."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from events.models import Event
from organizations.models import SearchDocument
from organizations.services.search import Described, index_document, remove_document

INDOORS: dict[str, bool] = {Event.Setting.INDOOR: True, Event.Setting.OUTDOOR: False}


def index_event(event: Event) -> None:
    """Write what can be found about an event, in each of its languages; what is not public cannot be found."""
    remove_document(kind=SearchDocument.Kind.EVENT, object_id=event.pk)
    if event.is_public:
        for described in describe(event):
            index_document(described)


def describe(event: Event) -> Iterator[Described]:
    """Describe an event for the index: once in Japanese, once for each translation."""
    hosts = event.hosts.filter(accepted_at__isnull=False).values_list("organization__name", flat=True)
    tags = [*event.topics.values_list("name", flat=True), *event.tags.names()]
    place = str(event.space) if event.space else event.place_name
    dates = list(event.occurrences.taking_place().in_time_order().values_list("starts_at", "ends_at"))
    shared: dict[str, Any] = {
        "kind": SearchDocument.Kind.EVENT,
        "object_id": event.pk,
        "path": event.get_absolute_url(),
        "tags": tags,
        "districts": [event.district.name] if event.district else [],
        "ages": (event.age_from_months, event.age_to_months),
        "starts": [start for start, _end in dates if start > timezone.now()],
        "ends_at": max((end for _start, end in dates), default=None),
        "is_indoor": INDOORS.get(event.setting),
        "is_free": event.is_free,
    }
    body = " ".join([event.description, place, event.belongings, *hosts])
    yield Described(title=event.title, kana=event.kana, summary=event.summary, body=body, **shared)
    for text in event.texts.all():
        yield Described(title=text.title, summary=text.summary, body=text.body, language=text.language, **shared)


def describe_all() -> Iterator[Described]:
    """Describe every public event, for writing the index anew."""
    rows = Event.objects.public().select_related("district", "space__facility").order_by("pk")
    for event in rows.iterator(chunk_size=500):
        yield from describe(event)
