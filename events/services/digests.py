"""The mails to those who follow a question: what is new for them, nothing twice, nothing when there is nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import override

from events.models import Event, Occurrence, Reception, Subscription
from events.services.cards import Card, cards_of
from events.services.digest_words import News, body_words, months_old, subject_words
from events.services.search import find_occurrences
from events.services.subscriptions import next_mail_at, unsubscribe_address
from organizations.services.deliveries import tell
from spaces.periods import TOKYO

HORIZON = timedelta(days=28)
CLOSING = timedelta(days=7)
CLOSING_RECEPTIONS = 14  # days: papers take longer than a telephone call
MOST = 20
LOOKED_AT = 400
NARROW = ("organization", "space", "project")
Question = Mapping[str, Any]


def questions_of(subscription: Subscription, asked: Question, day: date) -> list[Question]:
    """Ask once for each child, as old as it is on the day."""
    ages = [months_old(birth, day) for birth in subscription.children]
    return [{**asked, "age": [(age, age)]} for age in ages] or [asked]


@transaction.atomic
def write_digest(*, subscription: Subscription, asked: Question, now: datetime) -> bool:
    """Write the mail that is due, if there is anything new, and note what it told; True when one was written.

    ``asked`` is the cleaned data of OccurrenceSearchForm. The claim, the mail and the note stand in one transaction:
    killed in the middle, nothing of it has happened.
    """
    if not _claim(subscription, now):
        return False
    with override(subscription.language):
        news = _news(subscription, asked, now)
        if not news.count:
            return False
        tell(
            purpose=f"digest_{now.astimezone(TOKYO):%Y%m%d}",
            about=subscription,
            subject=subject_words(subscription, news),
            body=body_words(subscription, news, now),
            email=subscription.email,
            language=subscription.language,
            unsubscribe_url=unsubscribe_address(subscription),
        )
    _note(subscription, news, now)
    return True


def _claim(subscription: Subscription, now: datetime) -> bool:
    """Take this turn; of two workers one does."""
    following = next_mail_at(subscription.rhythm, now)
    turn = Subscription.objects.due(now).filter(pk=subscription.pk, next_at=subscription.next_at)
    return bool(turn.update(next_at=following))


def _news(subscription: Subscription, asked: Question, now: datetime) -> News:
    today = now.astimezone(TOKYO).date()
    asked = {name: value for name, value in asked.items() if name not in ("from", "to", "month", "after")}
    questions = questions_of(subscription, asked, today)
    told = subscription.told
    return News(
        cards=_new_dates(questions, told.get("events", []), now),
        closing=_closing(questions, told.get("closing", []), now),
        receptions=[] if any(asked.get(name) for name in NARROW) else _receptions(told.get("receptions", []), today),
    )


def _new_dates(questions: Iterable[Question], told: Sequence[int], now: datetime) -> list[Card]:
    """Give the first coming date of each event not told yet, whichever child it is for."""
    found: dict[int, tuple[datetime, int]] = {}
    for asked in questions:
        rows = find_occurrences(asked, now=now).taking_place().filter(starts_at__gt=now, starts_at__lte=now + HORIZON)
        rows = rows.exclude(event__in=told)
        for event, starts_at, pk in rows.values_list("event_id", "starts_at", "pk")[:LOOKED_AT]:
            found[event] = min(found.get(event, (starts_at, pk)), (starts_at, pk))
    chosen = [pk for _starts_at, pk in sorted(found.values())[:MOST]]
    return cards_of(Occurrence.objects.filter(pk__in=chosen).in_time_order(), now=now, limit=MOST) if chosen else []


def _closing(questions: Iterable[Question], told: Sequence[int], now: datetime) -> list[Event]:
    """Give the events for which one can apply only a few days more."""
    ids: set[int] = set()
    for asked in questions:
        rows = (
            find_occurrences(asked, now=now)
            .taking_place()
            .filter(event__apply_closes_at__gt=now, event__apply_closes_at__lte=now + CLOSING)
        )
        ids.update(rows.accepting(now).exclude(event__in=told).values_list("event_id", flat=True)[:LOOKED_AT])
    return list(Event.objects.filter(pk__in=ids).order_by("apply_closes_at", "pk")[:MOST])


def _receptions(told: Sequence[int], today: date) -> list[Reception]:
    rows = Reception.objects.public().closing(today, CLOSING_RECEPTIONS)
    return list(rows.exclude(audience=Reception.Audience.GROUPS).exclude(pk__in=told).by_end()[:MOST])


def _note(subscription: Subscription, news: News, now: datetime) -> None:
    """Remember what was told, as far as it is still to come."""
    told = subscription.told
    events = [*told.get("events", []), *(card.event_id for card in news.cards)]
    alive = Occurrence.objects.filter(event__in=events).upcoming(now).values_list("event_id", flat=True)
    closing = [*told.get("closing", []), *(event.pk for event in news.closing)]
    receptions = [*told.get("receptions", []), *(row.pk for row in news.receptions)]
    subscription.told = {
        "events": sorted(set(alive)),
        "closing": list(Event.objects.filter(pk__in=closing, apply_closes_at__gt=now).values_list("pk", flat=True)),
        "receptions": list(
            Reception.objects.not_over(now.astimezone(TOKYO).date())
            .filter(pk__in=receptions)
            .values_list("pk", flat=True)
        ),
    }
    subscription.save(update_fields=["told"])
