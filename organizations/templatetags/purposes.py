"""Why a form asks: the sentence that the register of personal data holds about its records."""

from django import template
from django.apps import apps

from organizations.models import purpose_of

register = template.Library()


@register.simple_tag
def purpose(label: str) -> str:
    """Say what the records of a model, given as ``app.model``, are used for and how long they are kept."""
    why = purpose_of(apps.get_model(label))
    return str(why.sentence) if why else ""
