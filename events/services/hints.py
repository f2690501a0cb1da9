"""What to add to an event next, and why: at most three sentences, each with the question it is about."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event
from events.scoring import completeness

FIELDS = (
    *("age_from_months", "age_to_months", "is_free", "adult_price", "child_price", "summary", "description"),
    *("setting", "weather_note", "attendance", "space", "place_address", "district", "apply", "capacity", "contact"),
    *("is_accessible", "has_childcare", "belongings", "languages", "easy_for_newcomers", "picture"),
)
# The question a hint is about, and why it pays to answer it.
SENTENCES: dict[str, tuple[str, Callable[[], str]]] = {
    "ages": ("age_from_months", lambda: _("Say the ages: families who search by age will find you.")),
    "price": ("is_free", lambda: _("Say whether it costs anything: families who look for “no charge” will find you.")),
    "picture": ("picture_file", lambda: _("Add a picture: it shows newcomers what it is like.")),
    "summary": ("summary", lambda: _("Add one sentence: lists and messages tell at once what happens.")),
    "weather": ("weather_note", lambda: _("Say what happens in the rain: fewer will telephone that morning.")),
    "address": ("district", lambda: _("Give the district or the address: families nearby will find you.")),
    "capacity": ("capacity", lambda: _("Give the number of places: applications stop by themselves when it is full.")),
    "description": ("description", lambda: _("Tell how the time goes: newcomers come with an easy mind.")),
    "setting": ("setting", lambda: _("Say whether it is indoors: families who look on a rainy day will find you.")),
    "contact": ("contact", lambda: _("Say whom to ask: those who hesitate will call you.")),
    "topics": ("topics", lambda: _("Choose a topic: it reaches those who follow it.")),
    "access": (
        "is_accessible",
        lambda: _("Say if strollers and wheelchairs can come in: those families will find you."),
    ),
    "belongings": ("belongings", lambda: _("Say what to bring: nobody is caught out on the day.")),
    "languages": ("languages", lambda: _("Say which languages you speak: families from abroad will find you.")),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence, and the field of the form that answers it."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Advice:
    """How much is said, of a hundred, and what to add first."""

    percent: int
    hints: list[Hint]


def advice_for(event: Event) -> Advice:
    """Weigh an event; one query, for its topics."""
    facts = {name: getattr(event, name) for name in FIELDS} | {"topics": list(event.topics.all())}
    percent, codes = completeness(facts)
    return Advice(percent, [Hint(field, say()) for field, say in (SENTENCES[code] for code in codes)])
