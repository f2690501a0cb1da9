"""What is on, laid into the pages of the floors below."""

from typing import Any

from django import template
from django.utils import timezone

from events.services.cards import cards_of
from events.services.search import find_occurrences
from spaces.models import Space

register = template.Library()


@register.inclusion_tag("events/_panel.html")
def upcoming_of_space(space: Space, count: int = 4) -> dict[str, Any]:
    """Show the next dates in a space; two queries, however many they are."""
    now = timezone.now()
    cards = cards_of(find_occurrences({"space": space}, now=now), now=now, limit=count)
    return {"cards": cards, "query": f"space={space.slug}"}
