"""Who wants to come in the demo city: a full date with its line, and a draw that anybody may check."""

from datetime import timedelta

from django.utils import timezone

from events.models import Draw, Event, Occurrence, Question, Registration
from events.services.draws import apply_for_draw, close_list, enter_number, hold_draw
from events.services.events import update_event
from events.services.parties import Entry, Party
from events.services.registrations import register
from events.services.taking import Asked, set_taking
from events.services.waiting import join_waiting_list
from organizations.models import Channel, User
from portal.demo.people import MAIL, group, members_of

# Name, reading, adults, ages of the children in months.
FAMILIES = (
    ("石川 直樹", "いしかわ なおき", 1, (54, 90)),
    ("上田 さくら", "うえだ さくら", 2, (41,)),
    ("岡本 恵", "おかもと めぐみ", 1, (66, 66)),
    ("加藤 由美", "かとう ゆみ", 1, (100,)),
    ("サントス マリア", "", 2, (30, 78, 115)),
    ("高木 健", "たかぎ けん", 1, (49,)),
    ("西村 あや", "にしむら あや", 2, (18, 52)),
    ("馬場 信子", "ばば のぶこ", 1, (85,)),
    ("森 大輔", "もり だいすけ", 1, (60, 96)),
    ("渡辺 リサ", "わたなべ りさ", 2, (73,)),
)
LINED_UP, DRAWN = "せかいの台所 ネパールのモモ", "クリスマスおはなし会"


def make_taking() -> None:
    """Each part looks for its own traces first."""
    if Registration.objects.waiting().exists() or Draw.objects.exists():
        return
    kitchen, stories = (_next_date(title) for title in (LINED_UP, DRAWN))
    if kitchen and stories:
        _fill_and_line_up(kitchen)
        _draw_lots(stories)


def _next_date(title: str) -> Occurrence | None:
    rows = Occurrence.objects.filter(event__title=title, event__status=Event.Status.PUBLISHED)
    return rows.upcoming(timezone.now()).taking_place().select_related("event").in_time_order().first()


def _parties() -> list[Party]:
    return [
        Party(
            name=name,
            kana=kana,
            adults=adults,
            children=children,
            email=MAIL.format(f"family{number}") if number % 4 else "",
            phone=f"000-302-{number:04}",
        )
        for number, (name, kana, adults, children) in enumerate(FAMILIES, start=1)
    ]


def _entry(party: Party) -> Entry:
    """Who has no mail has telephoned; the place's staff wrote it down."""
    if party.email:
        return Entry()
    staff = User.objects.get(email=MAIL.format("hiroba"))
    return Entry(on_behalf_of=party.name, channel=Channel.PHONE, by=staff)


def _fill_and_line_up(occurrence: Occurrence) -> None:
    """Five families have the kitchen's twelve places; the next ones wait."""
    host = members_of(group("world"))
    asked = [
        Asked(text="食べられないものはありますか"),
        Asked(
            text="エプロンはありますか", kind=Question.Kind.CHOICE, choices=("持って行く", "借りたい"), is_required=True
        ),
    ]
    event = set_taking(
        event=occurrence.event,
        capacity_parties=5,
        allotment=Event.Allotment.FIRST_COME,
        questions=asked,
        by=host,
    )
    occurrence.refresh_from_db()
    occurrence.event = event
    for number, party in enumerate(_parties()):
        deed = register if number < 4 else join_waiting_list
        deed(occurrence=occurrence, party=party, entry=_entry(party))


def _draw_lots(occurrence: Occurrence) -> None:
    """Ten families applied for the Christmas stories; the number came yesterday."""
    host = members_of(group("ehon"))
    now = timezone.now()
    facts = {"apply_closes_at": now + timedelta(hours=1), "capacity": 16}
    event = update_event(event=occurrence.event, facts=facts, by=host)
    event = set_taking(
        event=event,
        capacity_parties=None,
        allotment=Event.Allotment.DRAW,
        draw_source="締切の翌日の最高気温（気象庁、汐見）",
        by=host,
    )
    occurrence.refresh_from_db()
    occurrence.event = event
    for party in _parties():
        apply_for_draw(occurrence=occurrence, party=party, entry=_entry(party))
    update_event(event=event, facts={"apply_closes_at": now}, by=host)
    draw = close_list(occurrence=occurrence, now=timezone.now())
    hold_draw(draw=enter_number(draw=draw, seed="14.2", by=host), now=timezone.now())
