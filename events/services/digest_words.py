"""The words of a mail to somebody who follows a question, in her language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, Reception, Subscription
from events.services.cards import Card
from events.services.subscriptions import address_of
from events.services.words import apply_words, facts_of
from organizations.services.addresses import site_address
from organizations.templatetags.words import age_range, day_words, moment_words
from spaces.periods import TOKYO


@dataclass
class News:
    """What is new for one reader: dates by day, applications that close, application periods."""

    cards: list[Card] = field(default_factory=list)
    closing: list[Event] = field(default_factory=list)
    receptions: list[Reception] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cards) + len(self.closing) + len(self.receptions)


def months_old(birth: str, day: date) -> int:
    """Tell how many months somebody born in a month (2026-03) has lived on a day; before birth, none."""
    year, month = (int(part) for part in birth.split("-"))
    return max(0, (day.year - year) * 12 + day.month - month)


def subject_words(subscription: Subscription, news: News) -> str:
    said = {"count": news.count, "words": subscription.words}
    words = ngettext("%(count)d new thing for you: %(words)s", "%(count)d new things for you: %(words)s", news.count)
    return words % said


def body_words(subscription: Subscription, news: News, now: datetime) -> str:
    parts = [_("You asked for: %(words)s") % {"words": _asked_words(subscription, now)}, *_days(news.cards)]
    if news.closing:
        parts.append("\n".join([_("■ Applications close soon"), *(_closing_words(row, now) for row in news.closing)]))
    if news.receptions:
        parts.append("\n".join([_("■ Application periods that end soon"), *map(_reception_words, news.receptions)]))
    parts.append(
        _("See all of it: %(page)s\nChange or end these mails: %(manage)s")
        % {"page": site_address(f"{reverse('events')}?{subscription.query}"), "manage": address_of(subscription)}
    )
    return "\n\n".join(parts)


def _asked_words(subscription: Subscription, now: datetime) -> str:
    """Say the question, and how old the children are by now."""
    day = now.astimezone(TOKYO).date()
    ages = [str(age_range(months, months)) for months in (months_old(birth, day) for birth in subscription.children)]
    return _(", ").join([subscription.words, *ages])


def _days(cards: Iterable[Card]) -> Iterable[str]:
    days: dict[date, list[str]] = {}
    for card in cards:
        days.setdefault(card.held_on, [f"■ {day_words(card.held_on)}"]).append(_card_words(card))
    return ("\n".join(lines) for lines in days.values())


def _card_words(card: Card) -> str:
    said = [card.place, card.ages, card.price, card.apply, *(badge["label"] for badge in card.badges)]
    facts = " / ".join(filter(None, said))
    return f"{card.hours} {card.title}\n  {facts}\n  {site_address(card.href)}"


def _closing_words(event: Event, now: datetime) -> str:
    closes = _("until %(day)s") % {"day": moment_words(event.apply_closes_at)} if event.apply_closes_at else ""
    return (
        f"{event.title}\n  {closes} / {apply_words(facts_of(event), now)}\n  {site_address(event.get_absolute_url())}"
    )


def _reception_words(row: Reception) -> str:
    until = _("until %(day)s") % {"day": day_words(row.closes_on)}
    facts = " / ".join(filter(None, [until, row.for_whom, row.office]))
    return f"{row.title}\n  {facts}\n  {site_address(row.get_absolute_url())}"
