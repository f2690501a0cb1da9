"""The end of a season round: what was granted is booked, all of it or nothing, and every group is told once."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from spaces import notifications
from spaces.models import Booking, BookingSeries, Lot, Part, SeasonRound, Wish
from spaces.services.charges import charge
from spaces.services.clashes import Board
from spaces.services.holding import lock_parts, new_booking, occupy
from spaces.services.rounds import locked_round, move_round, moved_on
from spaces.services.rules import Use, refusal
from spaces.services.series import kept_refusal
from spaces.services.wishes import guest_of, move_wish, on_day

Status, Way = Wish.Status, Wish.Way


@transaction.atomic
def publish_round(*, round: SeasonRound, by: User) -> SeasonRound:
    """Book every granted wish and what nobody else wished for, end the others, and tell each group.

    The spaces are locked first, in the order of their parts. Raises ValidationError (code: moved_on, unsettled,
    in_lot), and SpaceTaken where the database refuses a date; then nothing at all has happened.
    """
    parts = lock_parts(*round.spaces.all())
    round = locked_round(round)
    if SeasonRound.Status.PUBLISHED not in SeasonRound.MOVES[SeasonRound.Status(round.status)]:
        raise moved_on()
    board = Board(round)
    _check_settled(round, board)
    _grant_clear(board, by)
    for wish in round.wishes.granted().with_names().in_order():
        _book(board, wish, parts, by)
    for wish in round.wishes.filter(status=Status.OPEN):
        move_wish(wish=wish, status=Status.SPARE, by=by)
    _tell(round)
    return move_round(round=round, status=SeasonRound.Status.PUBLISHED, by=by)


def _check_settled(round: SeasonRound, board: Board) -> None:
    if round.lots.filter(status=Lot.Status.COMMITTED, wishes__status=Status.OPEN).exists():
        raise ValidationError(_("A lot has not been drawn yet."), code="in_lot")
    left = len(board.clashes())
    if left:
        message = _("%(count)d clashes are not settled yet.")
        raise ValidationError(message, code="unsettled", params={"count": left})


def _grant_clear(board: Board, by: User) -> None:
    """Grant what each group wants most of what is still open, now that nobody else wants it."""
    for wish in board.live():
        if wish.status == Status.OPEN:
            way = Way.AGREED if wish.way == Way.AGREED else Way.CLEAR
            move_wish(wish=wish, status=Status.GRANTED, way=way, by=by)


def _book(board: Board, wish: Wish, parts: list[Part], by: User) -> None:
    """Make one series of a wish, with the dates that cannot be had and why."""
    now = timezone.now()
    verdicts = [(on_day(wish.regular, day), refused) for day, refused in board.season.verdicts(wish.regular)]
    verdicts = [(period, "past" if period.start <= now else refused) for period, refused in verdicts]
    refused = [kept_refusal(period, refusal(code)) for period, code in verdicts if code]
    wish.series = BookingSeries.objects.create(refused=refused)
    wish.save(update_fields=["series"])
    rows = Booking.objects.bulk_create(
        new_booking(
            space=wish.space,
            period=period,
            guest=guest_of(wish),
            use=Use(purpose=wish.purpose, head_count=wish.head_count),
            status=Booking.Status.CONFIRMED,
            series=wish.series,
            by=by,
        )
        for period, code in verdicts
        if not code
    )
    own = {part.pk for part in board.spaces[wish.space_id].parts.all()}
    occupy(rows, [part for part in parts if part.pk in own])
    if rows:
        charge(rows, reduction=None)


def _tell(round: SeasonRound) -> None:
    """Write one letter to each group, about all of its wishes."""
    groups: dict[int, list[Wish]] = defaultdict(list)
    for wish in round.wishes.exclude(status=Status.WITHDRAWN).with_names().in_order():
        groups[wish.organization_id].append(wish)
    for wishes in groups.values():
        notifications.season_settled(wishes)
