"""How one takes part in an event: who gets a place, how many parties, and what the hosts ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events.models import Event, Question, Registration
from organizations.models import User
from organizations.services.content_versions import bump

MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the hosts wrote it."""

    text: str
    kind: str = Question.Kind.TEXT
    choices: tuple[str, ...] = ()
    is_required: bool = False


@transaction.atomic
def set_taking(
    *,
    event: Event,
    capacity_parties: int | None,
    allotment: str,
    draw_source: str = "",
    questions: Iterable[Asked] = (),
    by: User | None,
) -> Event:
    """Settle how places are given. What has been answered stays with those who answered it.

    Raises ValidationError (code: has_parties, no_closing, no_limit, below_taken, too_many, no_choices).
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    _check_allotment(event, allotment, capacity_parties)
    asked = list(questions)
    _check_questions(asked)
    _limit_parties(event, capacity_parties)
    event.allotment, event.capacity_parties, event.draw_source = allotment, capacity_parties, draw_source
    event.sequence += 1
    event.save(update_fields=["allotment", "capacity_parties", "draw_source", "sequence", "updated_at"])
    event.questions.all().delete()
    Question.objects.bulk_create(_question(event, number, one) for number, one in enumerate(asked))
    log(event, "events.event.taking", user=by)
    bump("events")
    return event


def _question(event: Event, number: int, asked: Asked) -> Question:
    return Question(
        event=event,
        position=number,
        text=asked.text,
        kind=asked.kind,
        choices=list(asked.choices),
        is_required=asked.is_required,
    )


def _check_allotment(event: Event, allotment: str, capacity_parties: int | None) -> None:
    if allotment != event.allotment and Registration.objects.filter(occurrence__event=event).alive().exists():
        message = _("Families have registered already; how places are given stays as they were told.")
        raise ValidationError({"allotment": ValidationError(message, code="has_parties")})
    if allotment != Event.Allotment.DRAW:
        return
    if event.apply_closes_at is None:
        message = _("For a draw, please say first until when one can apply.")
        raise ValidationError({"allotment": ValidationError(message, code="no_closing")})
    if event.capacity is None and capacity_parties is None:
        message = _("For a draw, please say how many places there are.")
        raise ValidationError({"capacity_parties": ValidationError(message, code="no_limit")})


def _check_questions(asked: list[Asked]) -> None:
    if len(asked) > MOST_QUESTIONS:
        message = _("At most %(count)d questions, please: each one costs you families.")
        raise ValidationError(message, code="too_many", params={"count": MOST_QUESTIONS})
    if any(one.kind == Question.Kind.CHOICE and len(one.choices) < 2 for one in asked):
        raise ValidationError(_("Please give at least two answers to choose from."), code="no_choices")


def _limit_parties(event: Event, number: int | None) -> None:
    """Let the coming dates follow; who has a place keeps it."""
    rows = event.occurrences.upcoming(timezone.now())
    most = rows.order_by("-parties_taken").values_list("parties_taken", flat=True).first() or 0
    if number is not None and most > number:
        message = _("%(count)d parties have registered already; the number cannot be lower.")
        raise ValidationError(
            {"capacity_parties": ValidationError(message, code="below_taken", params={"count": most})}
        )
    rows.update(capacity_parties=number)
