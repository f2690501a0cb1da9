"""What can be found about events."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from events.models import Event, Host, Occurrence, Reception
from organizations.models import District, SearchDocument
from organizations.services.index import in_other_words, path_of, said, write
from organizations.services.search import Described, index_documents
from spaces.periods import midnight

KINDS = (SearchDocument.Kind.EVENT,)
RECEPTIONS = (SearchDocument.Kind.RECEPTION,)
RELATED = ("tags", "topics", "texts", "occurrences", "hosts__organization")
OFF = (Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED)
INDOOR = {Event.Setting.INDOOR: True, Event.Setting.BOTH: True, Event.Setting.OUTDOOR: False}


def describe_event(event: Event, now: datetime) -> Iterator[Described]:
    dates = sorted(
        (date.starts_at, date.ends_at) for date in event.occurrences.all() if date.is_public and date.status not in OFF
    )
    place = _district(event)
    japanese = Described(
        kind=SearchDocument.Kind.EVENT,
        object_id=event.pk,
        title=event.title,
        kana=event.kana,
        summary=event.summary,
        body=said(event.description, _place(event), *_hosts(event)),
        tags=[*(tag.name for tag in event.tags.all()), *(topic.name for topic in event.topics.all())],
        districts=[place.name] if place else [],
        ages=(event.age_from_months, event.age_to_months),
        starts=[timezone.localtime(start) for start, end in dates if end > now],
        ends_at=max((end for _, end in dates), default=None),
        is_indoor=INDOOR.get(Event.Setting(event.setting)),
        is_free=event.is_free,
        path=path_of(event),
        is_public=event.is_public and bool(dates),
    )
    return in_other_words(japanese, event.texts.all())


def _hosts(event: Event) -> list[str]:
    return [host.organization.name for host in event.hosts.all() if host.accepted_at or host.role == Host.Role.LEAD]


def _place(event: Event) -> str:
    return said(event.space.facility.name, event.space.name) if event.space else event.place_name


def _district(event: Event) -> District | None:
    return event.space.facility.district if event.space else event.district


def index_event(event: Event) -> None:
    """Let an event be found as it is now; call it where an event or its dates change, in the same transaction."""
    write(describe_event(event, timezone.now()))


def describe_reception(reception: Reception) -> Described:
    """Describe an application period; it is found until it is over."""
    return Described(
        kind=SearchDocument.Kind.RECEPTION,
        object_id=reception.pk,
        title=reception.title,
        summary=reception.summary,
        body=said(reception.for_whom, reception.how, reception.office),
        ends_at=midnight(reception.closes_on + timedelta(days=1)),
        path=path_of(reception),
        is_public=reception.is_published,
    )


def index_reception(reception: Reception) -> None:
    """Let an application period be found as it is now."""
    write([describe_reception(reception)])


def reindex_receptions() -> int:
    rows = Reception.objects.public().not_over(timezone.localdate())
    return index_documents(map(describe_reception, rows), kinds=RECEPTIONS)


def reindex() -> int:
    """Write every event and every application period anew; return the number of rows."""
    now = timezone.now()
    events = Event.objects.public().select_related("district", "space__facility__district").prefetch_related(*RELATED)
    documents = [document for event in events.iterator(500) for document in describe_event(event, now)]
    shown = (document for document in documents if document.is_public)
    return index_documents(shown, kinds=KINDS) + reindex_receptions()
