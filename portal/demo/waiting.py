"""What lies on the desks of the demo city this morning, so that every role has something to do."""

from datetime import date, timedelta
from typing import Any

from events.models import Event, Occurrence, Registration
from events.services.dates import cancel_occurrence
from events.services.events import create_event, publish_event
from events.services.parties import Party
from events.services.registrations import register
from organizations.models import Channel, ContactPoint, Organization, User
from organizations.services import enrolments, registry
from portal.demo.dates import when
from portal.demo.people import MAIL, coordinator, group, members_of
from portal.demo.places import space_of
from spaces.models import Booking
from spaces.services.bookings import Guest, Use, request_booking


def make_waiting(today: date) -> None:
    """Each part looks for its own traces first; the mails of these deeds are real and wait to be sent or called."""
    if not Organization.objects.filter(name="朝市こどもマルシェ").exists():
        _newcomers()
        _enrolment(today)
    if not Booking.objects.filter(purpose="文化祭の練習").exists():
        _bookings(today)
    if not Event.objects.filter(title="図書館のうら側ツアー").exists():
        _event_to_look_at(today)
    if not Registration.objects.exists():
        _registrations()
        _called_off()


def _newcomers() -> None:
    """A group that asked on the web, and a person who telephoned."""
    registry.join_network(
        name="朝市こどもマルシェ",
        summary="日曜の朝市で、こどもがつくったものを売る店をひらきます。",
        contact_kind=ContactPoint.Kind.MAIL,
        contact_value=MAIL.format("marche"),
        by=User.objects.get_or_create(email=MAIL.format("marche"), defaults={"name": "青木 りん"})[0],
    )
    registry.join_network(
        name="手品の岡部さん",
        kana="てじなのおかべさん",
        kind=Organization.Kind.PERSON,
        summary="元郵便局員。手品を見せに行けます。平日の昼なら、いつでも。",
        contact_kind=ContactPoint.Kind.PHONE,
        contact_value="000-301-0001",
        channel=Channel.PHONE,
        on_behalf_of="岡部 茂",
        by=User.objects.get(email=MAIL.format("hiroba")),
    )


def _enrolment(today: date) -> None:
    """けん玉道場 has handed in its papers and comes for its interview next week."""
    organization = group("kendama")
    head = members_of(organization)
    enrolment = enrolments.start_enrolment(organization=organization, by=head)
    steps: tuple[dict[str, Any], ...] = (
        {"representative": "村上 一郎", "members": 9},
        {"activity": "毎週の道場と、小学校への出張を12回。"},
        {},
        {"declares": True},
    )
    for step, fields in enumerate(steps, start=1):
        enrolment = enrolments.save_step(enrolment=enrolment, step=step, fields=fields, by=head)
    enrolment = enrolments.submit_enrolment(enrolment=enrolment, by=head)
    enrolments.set_interview(enrolment=enrolment, interview_on=today + timedelta(days=6), by=coordinator())


def _bookings(today: date) -> None:
    band = group("band")
    wishes = (
        ("shiomi-jidokan-studio", "soon 4 wed 17:00-18:30", "文化祭の練習", 5, band),
        ("kitahama-washitsu", "soon 6 sat 10:00-12:00", "ハーフバースデーの会", 12, None),
    )
    family = User.objects.get(email=MAIL.format("family"))
    for slug, timing, purpose, people, organization in wishes:
        period = when(timing, today).once
        guest = Guest(
            name=family.name, phone="000-301-0002", email=family.email or "", organization=organization, person=family
        )
        if period:
            use = Use(purpose=purpose, head_count=people)
            request_booking(space=space_of(slug), period=period, guest=guest, use=use, by=family)


def _event_to_look_at(today: date) -> None:
    """The young readers' group does not publish at once; a coordinator looks."""
    organization = group("dokusho")
    facts = {
        "title": "図書館のうら側ツアー",
        "summary": "閉館後の書庫を、中高生が案内します。",
        "description": "ふだん入れない書庫で、いちばん古い本と、いちばん小さい本に会えます。懐中電灯を持って。",
        "age_from_months": 72,
        "age_to_months": 215,
        "is_free": True,
        "setting": Event.Setting.INDOOR,
        "space": space_of("kawanishi-ohanashi"),
    }
    period = when("soon 14 fri 18:30-19:30", today).once
    event = create_event(
        organization=organization, facts=facts, periods=[period] if period else [], by=members_of(organization)
    )
    publish_event(event=event, by=members_of(organization))


FAMILIES = (
    Party(name="小林 あおい", email=MAIL.format("family"), phone="000-301-0003", adults=1, children=[88]),
    Party(name="グエン ティ ラン", email=MAIL.format("lan"), phone="000-301-0004", adults=2, children=[92, 110]),
    Party(name="松本 美代", phone="000-301-0005", adults=1, children=[101]),
)


def _registrations() -> None:
    """Three families for the next Sunday laboratory; the last has no mail and is telephoned."""
    dates = Occurrence.objects.filter(event__title="日曜実験室", status=Occurrence.Status.SCHEDULED)
    next_date = dates.in_time_order().first()
    for party in FAMILIES:
        if next_date:
            register(occurrence=next_date, party=party)


def _called_off() -> None:
    """One talking salon next month cannot be held; its date stays to be seen."""
    dates = Occurrence.objects.filter(event__title="ひだまり おしゃべりサロン").in_time_order()
    fourth = dates[3:4].first()
    if fourth:
        cancel_occurrence(occurrence=fourth, reason="児童センターの床の工事のため", by=members_of(group("hidamari")))
