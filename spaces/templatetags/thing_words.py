"""Loans of things, said in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.models import Loan, Thing
from spaces.notifications import days_words

register = template.Library()


@register.filter
def thing_facts(thing: Thing) -> list[str]:
    """What a card says of a thing."""
    days = ngettext("up to %(n)d day", "up to %(n)d days", thing.max_days) % {"n": thing.max_days}
    count = ngettext("%(n)d piece", "%(n)d pieces", thing.count) % {"n": thing.count}
    return [fact for fact in (thing.facility.name, count, days, thing.price_note) if fact]


@register.filter
def loan_facts(loan: Loan) -> list[dict[str, Any]]:
    """What a receipt says."""
    return [
        {"term": _("Reference number"), "value": loan.reference},
        {"term": _("Thing"), "value": f"{loan.thing} × {loan.count}"},
        {"term": _("Days"), "value": days_words(loan.first_on, loan.last_on)},
        {"term": _("Fetched and brought back at"), "value": loan.thing.facility.name},
        {"term": _("What for"), "value": loan.purpose},
        {"term": _("For a group"), "value": loan.organization and loan.organization.name},
        {"term": _("Reason"), "value": loan.reason},
    ]


@register.filter
def loan_line(loan: Loan) -> str:
    """Say one loan in a line, for staff: days, number, who, telephone."""
    who = loan.organization.name if loan.organization else loan.name
    return " ".join(filter(None, (days_words(loan.first_on, loan.last_on), f"× {loan.count}", who, loan.phone)))
