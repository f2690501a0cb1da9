"""Wishes for a season: entered, changed and withdrawn by their groups, settled by those who keep the places."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Organization, User
from spaces import season
from spaces.models import BookingSeries, SeasonRound, Space, Wish
from spaces.periods import Period, midnight
from spaces.services.clashes import Board, Option, season_of
from spaces.services.rounds import locked_round, moved_on
from spaces.services.rules import Guest, Use, refusal
from spaces.services.series import request_series

Status, Way = Wish.Status, Wish.Way
KEPT_DAYS = 365


@transaction.atomic
def enter_wish(*, round: SeasonRound, organization: Organization, facts: Mapping[str, Any], by: User) -> Wish:
    """Write down what a group wishes for; staff may do it after the deadline too, while the round is being settled.

    ``facts`` name the fields of a wish. Raises ValidationError (code: not_open, rank, and those of check_wish).
    """
    round = locked_round(round)
    _check_open(round, facts.get("channel"))
    wish = Wish(round=round, organization=organization, entered_by=by, **facts)
    check_wish(wish)
    wish.delete_after = round.last + timedelta(days=KEPT_DAYS)
    wish.save()
    log(wish, "spaces.wish.enter", user=by)
    return wish


@transaction.atomic
def change_wish(*, wish: Wish, facts: Mapping[str, Any], by: User) -> Wish:
    """Change a wish that is open: before the deadline by its group, later by staff, as it was agreed upon.

    Raises ValidationError as enter_wish does, and with code moved_on or in_lot.
    """
    round = locked_round(wish.round)
    _check_open(round, facts.get("channel"))
    wish = _locked(wish)
    if wish.status != Status.OPEN:
        raise moved_on()
    _check_no_lot(wish)
    for name, value in facts.items():
        setattr(wish, name, value)
    check_wish(wish)
    wish.way = Way.AGREED if round.status == SeasonRound.Status.SETTLING else ""
    wish.save()
    log(wish, "spaces.wish.change", user=by)
    return wish


@transaction.atomic
def withdraw_wish(*, wish: Wish, by: User) -> Wish:
    """Take a wish back. Raises ValidationError (code: moved_on) once the round is published."""
    round = locked_round(wish.round)
    if round.status not in (SeasonRound.Status.WISHING, SeasonRound.Status.SETTLING):
        raise moved_on()
    return move_wish(wish=wish, status=Status.WITHDRAWN, by=by)


@transaction.atomic
def agree_on(*, wish: Wish, code: str, by: User) -> Wish:
    """Move an open wish to one of the alternatives found for it. Raises ValidationError (code: moved_on, gone)."""
    round = locked_round(wish.round)
    wish = _locked(wish)
    if round.status != SeasonRound.Status.SETTLING or wish.status != Status.OPEN:
        raise moved_on()
    _check_no_lot(wish)
    option = _option(Board(round), wish, code)
    at = option.found.at
    wish.space, wish.rhythm, wish.weekday = option.space, at.rhythm, at.weekday
    wish.start_minute, wish.end_minute, wish.way = at.start, at.end, Way.AGREED
    wish.save(update_fields=["space", "rhythm", "weekday", "start_minute", "end_minute", "way"])
    log(wish, "spaces.wish.agree", user=by)
    return wish


@transaction.atomic
def ask_for(*, wish: Wish, code: str, by: User) -> BookingSeries:
    """Ask, after the publication, for the dates of one of the alternatives to a wish that was not granted.

    Raises ValidationError (code: moved_on, gone, and those of request_series).
    """
    if wish.status == Status.GRANTED or wish.round.status != SeasonRound.Status.PUBLISHED:
        raise moved_on()
    option = _option(Board(wish.round, [wish]), wish, code)
    at = option.found.at
    return request_series(
        space=option.space,
        periods=[on_day(at, day) for day in option.found.dates],
        guest=guest_of(wish),
        use=Use(purpose=wish.purpose, head_count=wish.head_count),
        by=by,
    )


def _option(board: Board, wish: Wish, code: str) -> Option:
    option = next((one for one in board.options(wish) if one.found.at.code == code), None)
    if option is None:
        raise ValidationError(_("This can no longer be had. Please look at what there is now."), code="gone")
    return option


def on_day(at: season.Regular, day: date) -> Period:
    base = midnight(day)
    return Period(base + timedelta(minutes=at.start), base + timedelta(minutes=at.end))


def guest_of(wish: Wish) -> Guest:
    return Guest(
        name=wish.name,
        email=wish.email,
        phone=wish.phone,
        organization=wish.organization,
        on_behalf_of=wish.on_behalf_of,
        channel=wish.channel,
        language=wish.language,
    )


@transaction.atomic
def grant_wish(*, wish: Wish, reason: str, by: User) -> Wish:
    """Decide by hand that a group has its wish. Raises ValidationError (code: reason, moved_on, in_lot, clash)."""
    round, wish = _settling(wish, reason)
    in_the_way = granted_in_the_way(Board(round), wish)
    if in_the_way:
        names = {"group": in_the_way[0].organization.name}
        raise ValidationError(_("%(group)s has been granted this time already."), code="clash", params=names)
    return move_wish(wish=wish, status=Status.GRANTED, way=Way.HAND, reason=reason, by=by)


@transaction.atomic
def refuse_wish(*, wish: Wish, reason: str, by: User) -> Wish:
    """Decide by hand that a group cannot have its wish; its next one takes its place.

    Raises ValidationError (code: reason, moved_on, in_lot).
    """
    _round, wish = _settling(wish, reason)
    return move_wish(wish=wish, status=Status.REFUSED, way=Way.HAND, reason=reason, by=by)


@transaction.atomic
def reopen_wish(*, wish: Wish, by: User) -> Wish:
    """Take a decision back while the round is being settled. Raises ValidationError (code: moved_on)."""
    if locked_round(wish.round).status != SeasonRound.Status.SETTLING:
        raise moved_on()
    return move_wish(wish=wish, status=Status.OPEN, by=by)


def granted_in_the_way(board: Board, wish: Wish) -> list[Wish]:
    """List the granted wishes that a wish could not stand beside."""
    blocks = season.Blocks(board.season, [one for one in board.pure if one.granted and one.key != wish.pk])
    hits = {key for day in board.season.dates(wish.regular) for key in blocks.hits(wish.regular, day)}
    return [board.wishes[key] for key in sorted(hits)]


@transaction.atomic
def move_wish(*, wish: Wish, status: Wish.Status, way: str = "", reason: str = "", by: User | None) -> Wish:
    """Bring a wish into another state, with how and why. Raises ValidationError (code: moved_on)."""
    wish = _locked(wish)
    if status not in Wish.MOVES[Status(wish.status)]:
        raise moved_on()
    wish.status, wish.way, wish.reason, wish.decided_by, wish.decided_at = status, way, reason, by, timezone.now()
    wish.save(update_fields=["status", "way", "reason", "decided_by", "decided_at"])
    log(wish, f"spaces.wish.{status}", user=by, data={"way": way})
    return wish


def check_wish(wish: Wish) -> None:
    """Hold a wish against its round and the rules of its space.

    Raises ValidationError (code: elsewhere, rank, too_many, day_part, too_short, too_long, raster, closed).
    """
    space: Space | None = wish.round.spaces.filter(pk=wish.space_id).first()
    if space is None:
        raise ValidationError(_("This space is not shared out in this round."), code="elsewhere")
    others = wish.round.wishes.exclude(pk=wish.pk).exclude(status=Status.WITHDRAWN)
    if others.filter(organization=wish.organization, rank=wish.rank).exists():
        message = _("There is such a wish already. Please change that one, or choose the next number.")
        raise ValidationError(message, code="rank")
    if space.capacity is not None and wish.head_count > space.capacity:
        raise refusal("too_many", space.capacity)
    found = season_of([space], wish.round.first, wish.round.last)
    if not found.rooms[space.pk].lends(wish.regular):
        raise _why_not_lent(space, wish)
    if all(refused == "closed" for _day, refused in found.verdicts(wish.regular)):
        raise refusal("closed")


def _why_not_lent(space: Space, wish: Wish) -> ValidationError:
    minutes = wish.end_minute - wish.start_minute
    if space.is_lent_by_parts:
        return refusal("day_part")
    if minutes < space.min_minutes:
        return refusal("too_short", space.min_minutes)
    if minutes > space.max_minutes:
        return refusal("too_long", space.max_minutes)
    return refusal("raster", space.raster_minutes)


def _check_open(round: SeasonRound, channel: str | None) -> None:
    """Groups keep to the deadline; staff write paper and calls down until all is settled."""
    late = channel and round.status == SeasonRound.Status.SETTLING
    if not late and not round.takes_wishes(timezone.now()):
        raise ValidationError(_("Wishes are not taken at this time."), code="not_open")


def _settling(wish: Wish, reason: str) -> tuple[SeasonRound, Wish]:
    if not reason.strip():
        raise ValidationError(_("Please give a reason; the group will read it."), code="reason")
    round = locked_round(wish.round)
    wish = _locked(wish)
    if round.status != SeasonRound.Status.SETTLING:
        raise moved_on()
    _check_no_lot(wish)
    return round, wish


def _check_no_lot(wish: Wish) -> None:
    if wish.lot and wish.status == Status.OPEN and wish.lot.status == wish.lot.Status.COMMITTED:
        raise ValidationError(_("A lot decides on this wish; its number is not known yet."), code="in_lot")


def _locked(wish: Wish) -> Wish:
    rows = Wish.objects.select_for_update(of=("self",)).select_related("organization", "lot", "round")
    return rows.get(pk=wish.pk)
