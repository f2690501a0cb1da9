"""Dates of events drawn at once: thirty cards as thirty templates would cost half of a page."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.services.cards import Card
from events.services.words import distance_words
from organizations.templatetags.phrases import phrases

register = template.Library()

CARD = (
    '<article class="card{off}"><div class="card__body">{picture}'
    '<h3 class="card__title phrases"{lang}><a href="{href}">{title}</a></h3>\n'
    '<p class="card__when">{when}</p>\n<ul class="card__facts">{facts}</ul>{why}{foot}</div></article>\n'
)
PICTURE = '<img class="card__thumb" src="{}" alt="" width="96" height="96" loading="lazy" decoding="async">'
IN_JAPANESE = ' lang="ja"'


@register.simple_tag
def draw_cards(cards: Iterable[Card], dated: bool = False, why: str = "") -> SafeString:
    """Draw cards; ``dated``: with the day, where no heading says it; ``why`` they fit."""
    reason = f'<p class="card__why">{escape(why)}</p>' if why else ""
    return SafeString("".join(_draw(card, card.when if dated else card.hours, reason) for card in cards))


@register.filter
def far(kilometres: float) -> str:
    """Say how far away something is."""
    return distance_words(kilometres)


def _draw(card: Card, when: str, why: str) -> str:
    return CARD.format(
        off=" card--cancelled" if card.cancelled else "",
        picture=PICTURE.format(escape(card.picture)) if card.picture else "",
        lang=IN_JAPANESE if card.language else "",
        href=card.href,
        title=_title(get_language(), card.title),
        when=_plain(when),
        facts=_facts(card),
        why=why,
        foot=_foot(card),
    )


@lru_cache(maxsize=4096)
def _title(_language: str | None, title: str) -> str:
    return str(phrases(title))


@lru_cache(maxsize=4096)
def _plain(words: str) -> str:
    return escape(words)


@lru_cache(maxsize=4096)
def _item(words: str, lang: str) -> str:
    return f"<li{lang}>{escape(words)}</li>" if words else ""


def _facts(card: Card) -> str:
    local = IN_JAPANESE if card.local else ""
    far = "" if card.kilometres is None else distance_words(card.kilometres)
    plain = (far, card.ages, card.price, card.apply, card.comforts)
    return _item(card.place, local) + "".join(_item(words, "") for words in plain) + _item(card.host, local)


def _foot(card: Card) -> str:
    if not card.badges:
        return ""
    badges = (f'<span class="badge badge--{badge["kind"]}">{_plain(badge["label"])}</span>' for badge in card.badges)
    return f'<p class="card__foot">{"".join(badges)}</p>'
