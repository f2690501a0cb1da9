"""What staff last saw of an event, and what has changed since."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from events.models import Event, Look, Occurrence
from organizations.models import User
from organizations.templatetags.words import time_range

UNSEEN = {"id", "status", "sequence", "published_at", "created_at", "updated_at", "latitude", "longitude", "kana"}
UNSEEN |= {"entered_by", "on_behalf_of", "channel", "entered_at"}
MOST_DATES = 40
OTHERS = {"topics": _("topics"), "tags": _("tags"), "dates": _("dates")}


class Change(NamedTuple):
    """What it is called, what it was when staff last looked, and what it is."""

    label: Any
    before: str
    after: str


def with_all_to_see(events: Iterable[Event]) -> list[Event]:
    """Fetch what a snapshot needs for many events at once."""
    dates = Occurrence.objects.order_by("starts_at", "pk")[:MOST_DATES]
    found = list(events)
    parts = ("topics", "tags", "space__facility", "district", "project", "picture")
    prefetch_related_objects(found, *parts, Prefetch("occurrences", dates, to_attr="first_dates"))
    return found


def snapshot(event: Event) -> dict[str, str]:
    """Say in Japanese everything a reader sees of an event, field by field; empty ones are left out."""
    seen = with_all_to_see([event])[0] if not hasattr(event, "first_dates") else event
    with override("ja"):
        fields = [field for field in Event._meta.concrete_fields if field.name not in UNSEEN]
        said = {field.name: _shown(seen, field) for field in fields}
        said["topics"] = "、".join(sorted(str(topic) for topic in seen.topics.all()))
        said["tags"] = "、".join(sorted(tag.name for tag in seen.tags.all()))
        said["dates"] = "\n".join(str(time_range(row.starts_at, row.ends_at)) for row in _first_dates(seen))
    return {name: value for name, value in said.items() if value}


def _first_dates(event: Event) -> list[Occurrence]:
    return getattr(event, "first_dates", [])


def _shown(event: Event, field: Any) -> str:
    value = getattr(event, field.name)
    if field.name == "picture" and value is not None:
        return f"{value.title}（{value.alt}）"
    if value is None or value == "" or value == []:
        return ""
    if field.choices:
        return str(getattr(event, f"get_{field.name}_display")())
    if isinstance(field, models.BooleanField):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(field, models.DateTimeField):
        return f"{timezone.localtime(value):%Y/%m/%d %H:%M}"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def changes_of(event: Event, look: Look | None) -> list[Change]:
    """List what differs from what staff last saw; nothing where they have not seen it yet."""
    if look is None or not look.facts:
        return []
    now = snapshot(event)
    names = [*(field.name for field in Event._meta.concrete_fields), *OTHERS]
    differing = [name for name in names if look.facts.get(name, "") != now.get(name, "")]
    return [Change(_label(name), look.facts.get(name, ""), now.get(name, "")) for name in differing]


def _label(name: str) -> Any:
    return OTHERS.get(name) or getattr(Event._meta.get_field(name), "verbose_name", name)


@transaction.atomic
def look_at(*, event: Event, reason: str = "", by: User | None) -> Look:
    """Note that staff have seen an event as it stands, and why it was sent back if it was."""
    seen = {"facts": snapshot(event), "reason": reason[:200], "is_due": False}
    seen |= {"seen_at": timezone.now(), "seen_by": by}
    return Look.objects.update_or_create(event=event, defaults=seen)[0]


@transaction.atomic
def check_event(*, event: Event, by: User) -> Look:
    """Say that an event is right as it shows; it leaves the list of what to look at afterwards."""
    log(event, "events.event.check", user=by)
    return look_at(event=event, by=by)


@transaction.atomic
def note_shown(*, event: Event) -> None:
    """Put what shows without having been looked at on the list of what to look at afterwards."""
    look = Look.objects.get_or_create(event=event)[0]
    look.is_due = look.facts != snapshot(event)
    look.save(update_fields=["is_due", "changed_at"])


@transaction.atomic
def note_change(*, event: Event, before: dict[str, str]) -> None:
    """The same after an edit; of an event nobody has looked at yet, ``before`` is what is known."""
    Look.objects.get_or_create(event=event, defaults={"facts": before})
    note_shown(event=event)
