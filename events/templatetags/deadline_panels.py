"""もうすぐ締切, laid into other pages."""

from django import template
from django.utils import timezone

from events.services.receptions import Deadline, deadlines, left_words

register = template.Library()


@register.simple_tag
def closing_soon(count: int = 4) -> list[tuple[Deadline, str]]:
    """Give what closes in the next two weeks, with the days that are left in words."""
    return [(row, left_words(row.left)) for row in deadlines(now=timezone.localtime(), most=count)]
