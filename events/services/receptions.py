"""受付期間: written down, changed; and all that closes soon, in one list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.models import Event, Reception, ReceptionText
from events.services.index import index_reception
from events.services.words import apply_words, facts_of
from organizations.models import User
from organizations.services.content_versions import bump
from organizations.templatetags.texts import translated
from organizations.templatetags.words import day_words
from spaces.periods import TOKYO

SOON = 14  # days
NEAR = 3
MOST = 100


@transaction.atomic
def keep_reception(
    *, reception: Reception, facts: Mapping[str, Any], english: Mapping[str, str] | None = None, by: User
) -> Reception:
    """Write down an application period, a new one or a changed one; ``english``: its title, summary and body."""
    is_new = reception.pk is None
    for name, value in facts.items():
        setattr(reception, name, value)
    reception.entered_by = reception.entered_by or by
    reception.sequence += 0 if is_new else 1
    reception.save()
    if english is not None:
        _keep_english(reception, english)
    log(reception, "events.reception.create" if is_new else "events.reception.edit", user=by)
    index_reception(reception)
    bump("events")
    return reception


def _keep_english(reception: Reception, words: Mapping[str, str]) -> None:
    """Keep the English words, under the Japanese title where they have none; where all are empty, there are none."""
    if any(words.values()):
        said = {**words, "title": words["title"] or reception.title}
        ReceptionText.objects.update_or_create(reception=reception, language="en", defaults=said)
    else:
        ReceptionText.objects.filter(reception=reception, language="en").delete()


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that closes: an application period of the city, or the applications for an event."""

    closes_on: date
    title: str
    href: str
    for_whom: str
    how: str
    left: int
    is_event: bool
    closes: str
    modified: datetime
    sequence: int

    @property
    def is_near(self) -> bool:
        return self.left <= NEAR


def deadlines(*, now: datetime, days: int = SOON, most: int = MOST) -> list[Deadline]:
    """List what one can apply for now and that closes within so many days, the most urgent first; two queries."""
    today = now.astimezone(TOKYO).date()
    receptions = Reception.objects.public().closing(today, days).by_end().with_texts()[:most]
    events = Event.objects.public().exclude(apply=Event.Apply.NONE).filter(occurrences__ends_at__gt=now)
    events = events.filter(occurrences__status__in=("scheduled", "rescheduled"))
    events = events.exclude(apply_opens_at__gt=now).filter(
        apply_closes_at__gt=now, apply_closes_at__lte=now + timedelta(days=days)
    )
    rows = [_of_reception(row, today) for row in receptions]
    rows += [_of_event(row, now) for row in events.distinct().order_by("apply_closes_at", "pk")[:most]]
    return sorted(rows, key=lambda row: (row.closes_on, row.is_event, row.href))[:most]


def _of_reception(row: Reception, today: date) -> Deadline:
    return Deadline(
        closes_on=row.closes_on,
        title=translated(row, "title") or row.title,
        href=row.get_absolute_url(),
        for_whom=row.for_whom or str(row.get_audience_display()),
        how=row.office,
        left=(row.closes_on - today).days,
        is_event=False,
        closes=_("until %(day)s") % {"day": day_words(row.closes_on)},
        modified=row.updated_at,
        sequence=row.sequence,
    )


def _of_event(event: Event, now: datetime) -> Deadline:
    closes_at = event.apply_closes_at or now
    closes_on = closes_at.astimezone(TOKYO).date()
    return Deadline(
        closes_on=closes_on,
        title=event.title,
        href=event.get_absolute_url(),
        for_whom="",
        how=apply_words(facts_of(event), now),
        left=(closes_on - now.astimezone(TOKYO).date()).days,
        is_event=True,
        closes=_("until %(day)s") % {"day": day_words(closes_on)},
        modified=event.updated_at,
        sequence=event.sequence,
    )


def left_words(days: int) -> str:
    """Say how long is left: 今日まで, あと3日."""
    return {0: _("Last day today"), 1: _("Until tomorrow")}.get(days, _("%(count)d days left") % {"count": days})
