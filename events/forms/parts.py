"""The order in which an event is asked for: what nine of ten need first, the rest behind a word."""

from dataclasses import dataclass

from django import forms

AGES = ("age_from_months", "age_to_months")
PRICES = ("adult_price", "child_price")
PARTS = {
    "short": ("title", "summary"),
    "place": ("space", "place_name"),
    "place_more": ("place_address", "district", "place_is_booked"),
    "ages": AGES,
    "free": ("is_free",),
    "prices": PRICES,
    "apply": ("apply",),
    "apply_how": ("apply_phone", "apply_hours", "apply_url"),
    "apply_more": ("apply_opens_at", "apply_closes_at", "capacity", "eligible"),
    "picture": ("picture_file",),
    "picture_more": ("picture_alt", "picture_people", "picture_until", "picture_credit"),
    "more": (
        "description",
        "belongings",
        "price_note",
        "weather_note",
        "decides_days_before",
        "decides_at",
        "contact",
    ),
    "access": (
        "setting",
        "is_accessible",
        "has_childcare",
        "languages",
        "easy_for_newcomers",
        "attendance",
        "online_url",
    ),
    "found": ("topics", "tags", "kana", "project", "visibility"),
}
ASKED = tuple(name for names in PARTS.values() for name in names if not name.startswith("picture_"))


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together; behind a word, it is open where something inside is said or must be mended."""

    fields: list[forms.BoundField]
    is_open: bool


def parts_of(form: forms.ModelForm) -> dict[str, Part]:
    return {name: _part([form[field] for field in fields]) for name, fields in PARTS.items()}


def _part(fields: list[forms.BoundField]) -> Part:
    return Part(fields, any(field.errors or _says_something(field) for field in fields))


def _says_something(bound: forms.BoundField) -> bool:
    """Tell an answer from what the question begins with."""
    value, usual = bound.value(), bound.field.initial
    return bool(value) and str(value) != str(usual() if callable(usual) else usual)
