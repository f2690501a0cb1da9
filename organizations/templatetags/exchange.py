"""What cards and pages say about needs, offers, introductions and projects."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from organizations.models import Introduction, Need, Offer, Organization, Partner, Project, RoleLine
from organizations.templatetags.texts import ja, translated
from organizations.templatetags.words import (
    age_range,
    day_words,
    daypart_words,
    fiscal_year_words,
    long_day_words,
    weekday_words,
)

register = template.Library()
register.filter("ja", ja)

Item = dict[str, Any]
GOOD_SCORE, FAIR_SCORE = 45.0, 30.0


@register.simple_tag
def lang_ja() -> SafeString:
    """Write the attribute that marks Japanese words on a page in another language."""
    return SafeString("" if (get_language() or "ja").startswith("ja") else ' lang="ja"')


@register.filter
def public_name(organization: Organization) -> str | SafeString:
    """Name a group; a person who lends a hand is seen by coordinators only, unless she wishes otherwise."""
    return ja(organization.name) if organization.is_listed else _("Somebody of the network")


@register.simple_tag
def name_for(organization: Organization, introduction: Introduction, leads: bool) -> str | SafeString:
    """Name one side of an introduction to the other: by its public name, until both have said yes."""
    return ja(organization.name) if leads or introduction.contacts_are_open else public_name(organization)


def _title(row: Need | Offer | Project) -> tuple[str, str]:
    """Give the title in the reader's language, and the language it is in where that differs from the page's."""
    if (get_language() or "ja").startswith("ja"):
        return row.title, ""
    words = translated(row, "title")
    return (words, "") if words else (row.title, "ja")


def _amount(row: Need | Offer) -> str:
    return f"{row.quantity:,}{row.unit}" if row.quantity else ""


def _districts(row: Need | Offer | Project) -> str:
    return _("·").join(district.name for district in row.districts.all())


def _ages(row: Need | Offer) -> str:
    stated = row.age_from_months is not None or row.age_to_months is not None
    return age_range(row.age_from_months, row.age_to_months) if stated else ""


@register.inclusion_tag("components/card.html")
def sheet_card(row: Need | Offer, level: int = 2) -> dict[str, Any]:
    """Show a need or an offer as a card; wants ``with_sheet()``."""
    title, lang = _title(row)
    until = _("until %(day)s") % {"day": day_words(row.valid_until)} if row.valid_until else ""
    days = weekday_words(row.weekdays) if row.weekdays else ""
    return {
        "href": row.get_absolute_url(),
        "title": title,
        "lang": lang,
        "level": level,
        "kicker": public_name(row.organization),
        "text": row.text,
        "facts": [_districts(row) or _("Whole city"), _ages(row), days, until],
        "badges": [{"label": row.get_resource_display(), "kind": "accent"}],
    }


@register.simple_tag
def sheet_facts(row: Need | Offer) -> list[Item]:
    """List what is to know about a need or an offer, in pairs."""
    return [
        {"term": _("Kind of help"), "value": row.get_resource_display()},
        {"term": _("How many"), "value": _amount(row)},
        {"term": _("Where"), "value": _districts(row) or _("Whole city")},
        {"term": _("For whom"), "value": _ages(row)},
        {"term": _("Days of the week"), "value": weekday_words(row.weekdays) if row.weekdays else ""},
        {"term": _("Times of day"), "value": daypart_words(row.dayparts) if row.dayparts else ""},
        {"term": _("First day"), "value": long_day_words(row.valid_from)},
        {"term": _("Last day"), "value": long_day_words(row.valid_until)},
    ]


@register.filter
def fit_words(score: float) -> str:
    """Say how well two go together: figures mean nothing to a reader."""
    if score >= GOOD_SCORE:
        return _("A very good fit")
    return _("A good fit") if score >= FAIR_SCORE else _("Perhaps")


@register.filter
def fit_kind(score: float) -> str:
    """Name the colour of the badge that says it."""
    return "good" if score >= GOOD_SCORE else "accent" if score >= FAIR_SCORE else ""


@register.filter
def answer_words(introduction: Introduction, side: Organization) -> str:
    """Say what one side has answered."""
    return str(Introduction.Answer(introduction.party_answer(side)).label)


@register.filter
def contact_items(contacts: Any) -> list[Item]:
    """Shape contacts for the component that shows them."""
    return [
        {"label": contact.get_kind_display(), "value": contact.value, "href": contact.href, "note": contact.note}
        for contact in contacts
    ]


@register.inclusion_tag("components/card.html")
def project_card(row: Project, level: int = 2) -> dict[str, Any]:
    """Show a project as a card; wants ``with_partners()``."""
    title, lang = _title(row)
    return {
        "href": row.get_absolute_url(),
        "title": title,
        "lang": lang,
        "level": level,
        "picture": row.picture,
        "text": row.summary,
        "facts": [fiscal_year_words(row.fiscal_year), _partners(row)],
        "badges": [{"label": row.get_form_display(), "kind": "accent"}],
    }


def _partners(row: Project) -> str:
    partners = sorted(row.partners.all(), key=lambda partner: (partner.position, partner.pk))
    return _("·").join(partner.organization.name for partner in partners)


@register.simple_tag
def project_facts(row: Project) -> list[Item]:
    """List what is to know about a project, in pairs."""
    support = f"（{row.get_support_kind_display()}）" if row.support_kind else ""
    running = _("year %(number)d") % {"number": row.years_running} if row.years_running > 1 else ""
    return [
        {"term": _("Form of working together"), "value": f"{row.get_form_display()}{support}"},
        {"term": _("Fiscal year"), "value": fiscal_year_words(row.fiscal_year)},
        {"term": _("Running for"), "value": running},
        {"term": _("Origin"), "value": row.get_origin_display()},
        {"term": _("Where"), "value": _districts(row)},
        {"term": _("Measure of the plan"), "value": row.measure_text},
        {"term": _("How far it is"), "value": row.get_status_display()},
    ]


@register.filter
def by_place(partners: Any) -> list[Partner]:
    """Order prefetched partners as the project names them."""
    return sorted(partners, key=lambda partner: (partner.position, partner.pk))


@register.filter
def role_rows(lines: Any) -> list[list[str]]:
    """Shape the role table for the component that shows it."""
    return [_role_row(line) for line in lines]


def _role_row(line: RoleLine) -> list[str]:
    return [line.task, line.partner.organization.name, day_words(line.due_on), line.cost, line.risk]


WIDER = {
    "weekdays": gettext_lazy("on other days of the week too"),
    "dayparts": gettext_lazy("at other times of day too"),
    "ages": gettext_lazy("for other ages too"),
    "quantity": gettext_lazy("with fewer or smaller too"),
    "districts": gettext_lazy("in other districts too"),
}


@register.filter
def widening_words(code: str, count: int) -> str:
    """Say which limit keeps how many more offers away."""
    return _("%(wider)s: %(count)d more") % {"wider": WIDER[code], "count": count}
