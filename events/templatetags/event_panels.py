"""What is on, laid into the pages of the floors below."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.services.cards import cards_of
from events.services.search import find_occurrences
from organizations.models import District, Organization
from spaces.models import Space

register = template.Library()


Panel = dict[str, Any]


def _panel(asked: dict[str, Any], query: str, title: str, nothing: str, count: int, **more: str) -> Panel:
    """Gather the next dates that answer a question; two queries, however many they are."""
    now = timezone.now()
    cards = cards_of(find_occurrences(asked, now=now), now=now, limit=count)
    return {"cards": cards, "query": query, "title": title, "nothing": nothing} | more


@register.inclusion_tag("events/_panel.html")
def upcoming_of_space(space: Space, count: int = 4) -> Panel:
    """Show the next dates in a space."""
    words = (_("What is on here"), _("Nothing is planned here yet."))
    return _panel({"space": space}, f"space={space.slug}", *words, count)


@register.inclusion_tag("events/_panel.html")
def upcoming_of_organization(organization: Organization, count: int = 4) -> Panel:
    """Show when a group meets next, and the calendar to subscribe to."""
    words = (_("Next dates"), _("No date is announced just now."))
    calendar = reverse("organization_calendar", args=[organization.slug])
    asked = {"organization": organization}
    return _panel(asked, f"organization={organization.slug}", *words, count, calendar=calendar)


@register.inclusion_tag("events/_panel.html")
def upcoming_in_district(district: District, count: int = 6) -> Panel:
    """Show what is on in a district and its parts."""
    words = (_("What is on here"), _("Nothing is planned here yet."))
    return _panel({"district": [district.code]}, f"district={district.code}", *words, count)
