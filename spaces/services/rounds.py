"""A season round: prepared, opened for wishes, closed for settling, called off. Publishing is a deed of its own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from organizations.services.content_versions import bump
from spaces.models import SeasonRound, Space

Status = SeasonRound.Status


@transaction.atomic
def prepare_round(*, facts: Mapping[str, Any], spaces: Iterable[Space], by: User) -> SeasonRound:
    """Write a round down; nobody sees it yet."""
    round = SeasonRound.objects.create(**facts)
    round.spaces.set(spaces)
    log(round, "spaces.season.prepare", user=by)
    return round


@transaction.atomic
def edit_round(*, round: SeasonRound, facts: Mapping[str, Any], spaces: Iterable[Space], by: User) -> SeasonRound:
    """Change a round that has not been settled. Once wishes are taken its days and spaces stay.

    Raises ValidationError (code: moved_on, fixed).
    """
    round = locked_round(round)
    if round.status not in (Status.PREPARING, Status.WISHING):
        raise moved_on()
    rooms = {space.pk for space in spaces}
    if round.status == Status.WISHING:
        before = {space.pk for space in round.spaces.all()}
        if (facts["first"], facts["last"]) != (round.first, round.last) or not before <= rooms:
            message = _("Groups are entering wishes: its days stay, and no space can be taken out.")
            raise ValidationError(message, code="fixed")
    for name, value in facts.items():
        setattr(round, name, value)
    round.save()
    round.spaces.set(rooms)
    log(round, "spaces.season.edit", user=by)
    bump("spaces")
    return round


def announce_round(*, round: SeasonRound, by: User) -> SeasonRound:
    """Show the round to everybody; groups may enter wishes in its time."""
    return move_round(round=round, status=Status.WISHING, by=by)


@transaction.atomic
def close_wishes(*, round: SeasonRound, now: datetime, by: User | None) -> SeasonRound:
    """Take no more wishes and begin to settle them. Raises ValidationError (code: moved_on, too_soon)."""
    if round.closes_at > now:
        raise ValidationError(_("Groups may enter wishes until the deadline."), code="too_soon")
    return move_round(round=round, status=Status.SETTLING, by=by)


def call_off_round(*, round: SeasonRound, by: User) -> SeasonRound:
    """End a round without a result; the wishes stay as they are, and nothing is booked."""
    return move_round(round=round, status=Status.CANCELLED, by=by)


def close_due(*, now: datetime) -> int:
    """Close every round whose time for wishes is over; return how many."""
    found = list(SeasonRound.objects.overdue(now).order_by("pk"))
    for round in found:
        close_wishes(round=round, now=now, by=None)
    return len(found)


def locked_round(round: SeasonRound) -> SeasonRound:
    return SeasonRound.objects.select_for_update().get(pk=round.pk)


@transaction.atomic
def move_round(*, round: SeasonRound, status: SeasonRound.Status, by: User | None) -> SeasonRound:
    """Bring a round into another state. Raises ValidationError (code: moved_on)."""
    round = locked_round(round)
    if status not in SeasonRound.MOVES[Status(round.status)]:
        raise moved_on()
    round.status = status
    round.published_at = timezone.now() if status == Status.PUBLISHED else None
    round.save(update_fields=["status", "published_at"])
    log(round, f"spaces.season.{status}", user=by)
    bump("spaces")
    return round


def moved_on() -> ValidationError:
    return ValidationError(_("This round has moved on meanwhile. Please look at it again."), code="moved_on")
