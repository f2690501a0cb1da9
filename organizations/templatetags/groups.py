"""What a card and a page say about a group, in words."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from organizations.forms.search import LANGUAGES
from organizations.models import Attestation, Channel, ContactPoint, Organization
from organizations.templatetags.linked_data import linked_data
from organizations.templatetags.texts import said
from organizations.templatetags.words import age_range, month_words

register = template.Library()

LANGUAGE_NAMES = dict(LANGUAGES)


def _places(organization: Organization) -> str:
    return _("·").join(district.name for district in organization.districts.all())


def _ages(organization: Organization) -> str:
    """Say the ages; a group that states none is not said to be for everybody."""
    return age_range(organization.age_from_months, organization.age_to_months)


@register.simple_tag
def disclosure_words(organization: Organization) -> str:
    """Say how much a group tells of itself, and what would tell more."""
    said = _("Your page tells %(level)d of 5 things people ask first.") % {"level": organization.disclosure_level}
    fields = {field.attname: str(field.verbose_name) for field in Organization._meta.concrete_fields}
    names = [fields[name] for name in organization.undisclosed]
    return f"{said} {_('Still missing')}: {_('·').join(names)}" if names else said


@register.inclusion_tag("components/organization_card.html")
def organization_card(organization: Organization, level: int = 3) -> dict[str, Any]:
    """Show a group as a card; wants ``for_cards()``."""
    return {
        "href": organization.get_absolute_url(),
        "title": organization.name,
        "kana": organization.kana if organization.kana != organization.name else "",
        "level": level,
        "text": said(organization, "summary"),
        "facts": [_places(organization), _ages(organization)],
        "picture": organization.picture,
        "badges": [{"label": organization.get_status_display(), "kind": "warn"}]
        if organization.status in (Organization.Status.GRACE, Organization.Status.DORMANT)
        else [],
    }


@register.simple_tag
def organization_facts(organization: Organization) -> list[dict[str, Any]]:
    """List what is to know about a group, in pairs; the empty ones are left out by the page."""
    languages = [str(LANGUAGE_NAMES[code]) for code in organization.languages if code in LANGUAGE_NAMES]
    year = organization.founded_on.year if organization.founded_on else 0
    founded = _("in %(year)d") % {"year": year} if year else ""
    return [
        {"term": _("For whom"), "value": _ages(organization)},
        {"term": _("Districts"), "value": _places(organization)},
        {"term": _("Usual days and place"), "value": organization.meeting},
        {"term": _("Fee"), "value": organization.fee},
        {"term": _("Languages spoken"), "value": _("·").join(languages)},
        {"term": _("Size"), "value": organization.get_size_display()},
        {"term": _("Founded"), "value": founded},
        {"term": _("Website"), "value": organization.website, "href": organization.website},
    ]


@register.filter
def contact_lines(contacts: list[ContactPoint]) -> list[dict[str, str]]:
    """Shape contacts for the component that shows them."""
    return [
        {"label": contact.get_kind_display(), "value": contact.value, "href": contact.href, "note": contact.note}
        for contact in contacts
    ]


@register.filter
def attested_words(attestation: Attestation | None) -> str:
    """Say who confirmed the page, how and when; never that it was "updated"."""
    if attestation is None:
        return ""
    ways = {
        Channel.WEB: _("Confirmed by the group in %(month)s"),
        Channel.PHONE: _("Confirmed by telephone in %(month)s"),
        Channel.FAX: _("Confirmed by fax in %(month)s"),
        Channel.VISIT: _("Confirmed face to face in %(month)s"),
        Channel.PAPER: _("Confirmed on paper in %(month)s"),
    }
    return ways[Channel(attestation.channel)] % {"month": month_words(attestation.attested_on)}


@register.simple_tag
def organization_json(organization: Organization, address: str) -> SafeString:
    """Describe a group for search engines: schema.org's Organization as JSON-LD."""
    said_of_it = {
        "@type": "Organization",
        "name": organization.name,
        "description": organization.summary,
        "url": address,
    }
    if organization.website:
        said_of_it["sameAs"] = organization.website
    return linked_data(said_of_it)


@register.filter
def deed_words(action: str) -> str:
    """Say what a line of the history tells."""
    return str(registry.get_action_label(action)) if registry.action_exists(action) else action
