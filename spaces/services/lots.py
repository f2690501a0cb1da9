"""抽選 in a season round: a clash becomes a list that is published, then the number comes and decides."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations import draw
from organizations.models import User
from organizations.services.content_versions import bump
from spaces.models import Lot, SeasonRound, Wish
from spaces.services.clashes import Board, Clash
from spaces.services.rounds import locked_round, moved_on
from spaces.services.wishes import granted_in_the_way, move_wish


@transaction.atomic
def commit_lot(*, round: SeasonRound, key: int, now: datetime, by: User) -> Lot:
    """Close the list of the clash that holds the wish ``key`` and publish its fingerprint.

    Raises ValidationError (code: moved_on, no_lot).
    """
    round = locked_round(round)
    if round.status != SeasonRound.Status.SETTLING:
        raise moved_on()
    clash = next((one for one in Board(round).clashes() if one.key == key), None)
    if clash is None or not clash.can_be_drawn:
        raise ValidationError(_("There is nothing to draw here any more."), code="no_lot")
    sheet = _sheet(round, clash)
    lot = Lot.objects.create(
        round=round,
        sheet=sheet,
        commitment=draw.fingerprint(sheet),
        committed_at=now,
        source=round.draw_source or usual_source(),
    )
    round.wishes.filter(pk__in=[entry.wish.pk for entry in clash.entries]).update(lot=lot)
    log(round, "spaces.season.lot", user=by, data={"fingerprint": lot.commitment})
    bump("spaces")
    return lot


def usual_source() -> str:
    with override("ja"):
        return gettext(
            "The highest temperature of the day after the list closes, as the Meteorological Agency gives it"
        )


def _sheet(round: SeasonRound, clash: Clash) -> draw.Sheet:
    """Every wish is a ticket of one; two that could not stand beside each other are apart."""
    apart = [(entry.wish.pk, meeting.wish.pk) for entry in clash.entries for meeting in entry.meetings]
    return draw.make_sheet(
        date=round.pk,
        people=None,
        parties=None,
        tickets=[(entry.wish.pk, 1) for entry in clash.entries],
        apart={(min(pair), max(pair)) for pair in apart},
    )


@transaction.atomic
def hold_lot(*, lot: Lot, seed: str, now: datetime, by: User) -> Lot:
    """Draw with the number that came from outside, and settle the wishes with the result.

    Who withdrew since the list closed is passed over. Who lost to nobody else stays open, and so does a winner whose
    time has been granted by hand meanwhile.
    Raises ValidationError (code: moved_on).
    """
    round = locked_round(lot.round)
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if round.status != SeasonRound.Status.SETTLING or Lot.Status.DRAWN not in Lot.MOVES[Lot.Status(lot.status)]:
        raise moved_on()
    result = draw.draw(lot.sheet, seed)
    lot.status, lot.seed, lot.drawn_at = Lot.Status.DRAWN, seed, now
    lot.result = {"order": result.order, "won": result.won}
    lot.save(update_fields=["status", "seed", "drawn_at", "result"])
    _settle(lot, result, by)
    log(round, "spaces.season.draw", user=by, data={"number": seed, "won": len(result.won)})
    bump("spaces")
    return lot


def _settle(lot: Lot, result: draw.Result, by: User) -> None:
    wishes = {wish.pk: wish for wish in lot.wishes.filter(status=Wish.Status.OPEN)}
    order = [wishes[ticket] for ticket in result.order if ticket in wishes]
    board = Board(lot.round)
    for wish in order:
        if wish.pk in result.won and not granted_in_the_way(board, wish):
            move_wish(wish=wish, status=Wish.Status.GRANTED, way=Wish.Way.LOT, by=by)
    board = Board(lot.round)
    for wish in order:
        if wish.pk not in result.won and granted_in_the_way(board, wish):
            move_wish(wish=wish, status=Wish.Status.REFUSED, way=Wish.Way.LOT, by=by)
