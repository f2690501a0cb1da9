"""What can be found about facilities and the spaces in them."""

from collections.abc import Iterator
from typing import Any

from organizations.models import SearchDocument
from organizations.services.index import in_other_words, path_of, said, write
from organizations.services.search import Described, index_documents
from spaces.models import Facility, Space

KINDS = (SearchDocument.Kind.SPACE, SearchDocument.Kind.FACILITY)
FITTINGS = {
    "nursing_room": "授乳室",
    "diaper_table": "おむつ替え",
    "hot_water": "調乳",
    "stroller": "ベビーカー",
    "step_free": "バリアフリー",
    "has_parking": "駐車場",
}


def describe_facility(facility: Facility) -> Iterator[Described]:
    fittings = [word for name, word in FITTINGS.items() if getattr(facility, name)]
    kind = "" if facility.kind == Facility.Kind.OTHER else said(facility.get_kind_display())
    japanese = Described(
        kind=SearchDocument.Kind.FACILITY,
        object_id=facility.pk,
        title=facility.name,
        kana=facility.kana,
        summary=facility.summary,
        body=said(facility.description, facility.note, facility.hours_note, facility.address, facility.access),
        tags=[*filter(None, (kind, facility.kind_label)), *fittings],
        districts=[facility.district.name] if facility.district else [],
        ages=(facility.age_from_months, facility.age_to_months),
        path=path_of(facility),
        is_indoor=False if facility.kind == Facility.Kind.PARK else None,
        is_public=facility.is_listed,
    )
    return in_other_words(japanese, facility.texts.all())


def describe_space(space: Space) -> Iterator[Described]:
    facility = space.facility
    japanese = Described(
        kind=SearchDocument.Kind.SPACE,
        object_id=space.pk,
        title=said(facility.name, space.name),
        kana=said(facility.kana, space.kana) if facility.kana and space.kana else "",
        summary=space.summary,
        body=said(space.description, space.rules, space.price_note, facility.address),
        tags=[said(space.get_kind_display()), *_names(space.activities), *_names(space.equipment)],
        districts=[facility.district.name] if facility.district else [],
        ages=(facility.age_from_months, facility.age_to_months),
        path=path_of(space),
        is_indoor=False if facility.kind == Facility.Kind.PARK else None,
        is_public=space.is_listed and facility.is_listed,
    )
    return in_other_words(japanese, space.texts.all())


def _names(items: Any) -> list[str]:
    return [item.name for item in items.all()]


def index_facility(facility: Facility) -> None:
    """Let a facility and its spaces be found as they are now."""
    write(describe_facility(facility))
    for space in facility.spaces.all():
        write(describe_space(space))


def index_space(space: Space) -> None:
    """Let a space be found as it is now; call it where a space changes, in the same transaction."""
    write(describe_space(space))


def reindex() -> int:
    """Write every facility and space anew; return the number of rows."""
    facilities = Facility.objects.listed().select_related("district").prefetch_related("texts")
    spaces = (
        Space.objects.listed().select_related("facility__district").prefetch_related("texts", "activities", "equipment")
    )
    documents = [document for facility in facilities for document in describe_facility(facility)]
    documents += [document for space in spaces for document in describe_space(space)]
    return index_documents(documents, kinds=KINDS)
