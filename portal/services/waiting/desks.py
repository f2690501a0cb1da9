"""A person's desk: what waits, less what she has put aside; ticking off, putting aside, taking back, keeping a view."""

from collections import defaultdict
from collections.abc import Container
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Membership, User
from portal.models import Mark, SavedView
from portal.services.waiting.items import Item, Reader, Section, section
from portal.services.waiting.sources import sources_for

LATER_DAYS = 1
TAKEN_BACK = timedelta(days=1)  # so long what was ticked off can be brought back
MOST_VIEWS = 10


def own_groups(user: User, now: datetime) -> list[Membership]:
    rows = Membership.objects.current(timezone.localdate(now)).filter(user=user)
    return list(rows.select_related("organization").order_by("organization__kana", "pk"))


def desk_of(user: User, now: datetime, *, only: Container[str] = (), late: bool = False) -> list[Section]:
    """List everything that waits for a person, or only some of it; what she has put aside is left out."""
    reader, hidden = Reader(user, now), _hidden(user, now)
    sources = [source for source in sources_for(user) if not only or source.code in only]
    return [section(source, reader, frozenset(hidden[source.code]), late) for source in sources]


def _hidden(user: User, now: datetime) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key in Mark.objects.hiding(timezone.localdate(now)).filter(user=user).values_list("key", flat=True):
        code, _colon, pk = key.rpartition(":")
        found[code].add(int(pk))
    return found


def find_item(user: User, key: str, now: datetime) -> tuple[Section, Item] | None:
    """Find an item on the desk of a person by its key; None where it waits no longer."""
    code = key.rpartition(":")[0]
    for found in desk_of(user, now, only=(code,)) if code else ():
        for item in found.items:
            if item.key == key:
                return found, item
    return None


@transaction.atomic
def put_aside(*, key: str, is_done: bool = False, by: User) -> Mark:
    """Tick off an item, or put it aside until tomorrow. Raises ValidationError (code: gone, not_here)."""
    now = timezone.now()
    found = find_item(by, key, now)
    if found is None:
        raise ValidationError(_("This waits no longer."), code="gone")
    rests = found[0].source.rests
    if is_done and not rests:
        raise ValidationError(_("This is settled on its own page."), code="not_here")
    until = timezone.localdate(now) + timedelta(days=rests if is_done else LATER_DAYS)
    said = {"until": until, "is_done": is_done, "title": found[1].title[:200], "made_at": now}
    mark, _created = Mark.objects.update_or_create(user=by, key=key, defaults=said)
    return mark


def last_mark(user: User, now: datetime) -> Mark | None:
    """What a person put aside last, while it can be brought back."""
    return Mark.objects.filter(user=user, made_at__gte=now - TAKEN_BACK).newest_first().first()


@transaction.atomic
def take_back_last(*, by: User) -> Mark | None:
    """Bring back what was put aside last; None where there is nothing to bring back."""
    mark = last_mark(by, timezone.now())
    if mark is not None:
        mark.delete()
    return mark


@transaction.atomic
def keep_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep a choice of what the desk shows; the same name again changes it. Raises ValidationError (code: many)."""
    mine = SavedView.objects.filter(user=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        raise ValidationError(_("Ten views are enough; let one go first."), code="many")
    view, _created = SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return view


@transaction.atomic
def forget_view(*, view: SavedView) -> None:
    """Let a kept view go."""
    view.delete()


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Let go what hides nothing any more. Safe to run twice."""
    return Mark.objects.filter(until__lt=timezone.localdate(now), made_at__lt=now - TAKEN_BACK).delete()[0]
