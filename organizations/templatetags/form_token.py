"""The token that lets a form be sent twice and done once."""

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organizations.models import new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: RequestContext) -> SafeString:
    """Write the hidden field beside ``csrf_token``; a form shown again after a mistake keeps its token."""
    request = context.get("request")
    sent = request.POST.get("form_token", "") if request else ""
    return format_html('<input type="hidden" name="form_token" value="{}">', sent[:64] or new_token())
