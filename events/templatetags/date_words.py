"""What one must know about a date on the desk."""

from django import template

from events.services.room_words import room_words

register = template.Library()
register.filter(room_words)
