"""An event is written, shown, changed, copied: what is refused, what is told, what the log keeps."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from events.models import Event, Host
from events.recurrence import Recurrence
from events.services.copying import copy_event
from events.services.events import (
    accept_hosting,
    approve_event,
    archive_event,
    create_event,
    invite_host,
    leave_hosting,
    publish_event,
    return_event,
    room_problems,
    update_event,
)
from organizations.models import ContentVersion, Delivery, Picture
from spaces.models import Booking, BookingSeries
from spaces.periods import TOKYO, Period
from tests.factories.events import OccurrenceFactory
from tests.factories.organizations import DistrictFactory, MembershipFactory, OrganizationFactory, TopicFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def on(day, hour=10, month=12, year=2026):
    start = datetime(year, month, day, hour, tzinfo=TOKYO)
    return Period(start, start + timedelta(hours=2))


def write(organization=None, periods=None, by=None, co_hosts=(), recurrence=None, on_behalf_of="", **facts):
    return create_event(
        organization=organization or OrganizationFactory(),
        facts={"title": "わらべうたの会"} | facts,
        periods=[on(5)] if periods is None else periods,
        recurrence=recurrence,
        co_hosts=co_hosts,
        on_behalf_of=on_behalf_of,
        by=by,
    )


def code_of(refused):
    return refused.value.error_list[0].code if hasattr(refused.value, "error_list") else _first(refused.value)


def _first(error):
    return next(iter(error.error_dict.values()))[0].code


def actions():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def picture(**fields):
    return Picture.objects.create(title="写真", file="p.png", width=10, height=10, **fields)


def test_create_event_when_one_date_then_is_a_draft_led_by_the_group(coordinator):
    organization, topic = OrganizationFactory(), TopicFactory()

    event = write(organization, topics=[topic], tags=["絵本"], by=coordinator)

    assert (event.status, event.entered_by, event.on_behalf_of) == (Event.Status.DRAFT, coordinator, "")
    assert [(host.organization, host.role, host.accepted_at) for host in event.hosts.all()] == [
        (organization, Host.Role.LEAD, NOW)
    ]
    assert (list(event.topics.all()), list(event.tags.names())) == ([topic], ["絵本"])
    assert actions() == ["events.event.create"]


def test_create_event_when_date_passes_midnight_then_knows_both_days():
    start = datetime(2026, 12, 31, 22, tzinfo=TOKYO)

    event = write(periods=[Period(start, start + timedelta(hours=4)), on(5)])

    rows = event.occurrences.in_time_order().values_list("held_on", "ends_on", "is_public")
    assert list(rows) == [
        (date(2026, 12, 5), date(2026, 12, 5), False),
        (date(2026, 12, 31), date(2027, 1, 1), False),
    ]


def test_create_event_when_weekly_then_makes_rows_up_to_the_horizon():
    rule = Recurrence(starts_at=on(5).start, length=timedelta(hours=2), rule="FREQ=WEEKLY")

    event = write(periods=[], recurrence=rule)

    starts = list(event.occurrences.in_time_order().values_list("starts_at", flat=True))
    assert (starts[0], starts[1]) == (on(5).start, on(12).start)
    assert NOW + timedelta(days=393) < starts[-1] < NOW + timedelta(days=400)
    assert event.series.get().rule == "FREQ=WEEKLY"


def test_create_event_when_rule_skips_holidays_then_keeps_that_in_words():
    rule = Recurrence(starts_at=on(5).start, length=timedelta(hours=2), rule="FREQ=WEEKLY;COUNT=2", skip_holidays=True)

    assert write(periods=[], recurrence=rule).series.get().skip_holidays


@pytest.mark.parametrize(
    ("periods", "rule", "code"),
    [
        ([], None, "no_dates"),
        ([Period(NOW, NOW + timedelta(days=101))], None, "too_long"),
        ([on(5, year=2076)], None, "too_far"),
        ([], "FREQ=DAILY;BYHOUR=9", "rule"),
    ],
)
def test_create_event_when_dates_are_impossible_then_nothing_is_written(periods, rule, code):
    recurrence = Recurrence(starts_at=on(5).start, length=timedelta(hours=1), rule=rule) if rule else None

    with pytest.raises(ValidationError) as refused:
        write(periods=periods, recurrence=recurrence)

    assert (code_of(refused), Event.objects.count(), actions()) == (code, 0, [])


def test_create_event_when_more_dates_than_anybody_reads_then_refuses():
    many = [Period(NOW + timedelta(hours=n), NOW + timedelta(hours=n + 1)) for n in range(501)]

    with pytest.raises(ValidationError) as refused:
        write(periods=many)

    assert code_of(refused) == "too_many"


def test_create_event_when_in_a_room_then_books_it_and_takes_its_district(representative):
    space, organization = SpaceFactory(), OrganizationFactory()

    event = write(organization, space=space, capacity=12, by=representative)

    booking = event.occurrences.get().booking
    assert (booking.organization, booking.name, booking.email) == (
        organization,
        representative.name,
        representative.email,
    )
    assert (booking.head_count, booking.purpose, booking.starts_at) == (12, "わらべうたの会", on(5).start)
    assert event.district == space.facility.district


def test_create_event_when_one_room_is_taken_then_keeps_the_date_and_says_so():
    space = SpaceFactory()
    write(space=space, periods=[on(12)])

    event = write(space=space, periods=[on(5), on(12)])

    free, taken = event.occurrences.in_time_order()
    assert (free.booking.space, free.room_problem) == (space, "")
    assert (taken.booking, taken.space, taken.room_problem) == (None, space, "taken")
    assert [row.pk for row in room_problems(event)] == [taken.pk]
    assert BookingSeries.objects.get().refused == [{"starts_at": on(12).start.isoformat(), "reason": "taken"}]


@pytest.mark.parametrize("facts", [{"place_is_booked": True}, {"lending": "counter"}, {"past": True}])
def test_create_event_when_room_is_not_asked_for_here_then_books_nothing(facts):
    space = SpaceFactory(lending=facts.pop("lending", "portal"))
    periods = [on(5, month=11)] if facts.pop("past", False) else [on(5)]

    event = write(space=space, periods=periods, **facts)

    assert (event.occurrences.get().space, Booking.objects.count()) == (space, 0)


def test_create_event_when_entered_for_somebody_then_books_in_her_name(place_staff):
    event = write(space=SpaceFactory(), on_behalf_of="佐藤ハル", by=place_staff)

    booking = event.occurrences.get().booking
    assert (booking.name, booking.email, booking.entered_by) == ("佐藤ハル", "", place_staff)


def test_create_event_when_others_host_too_then_they_are_asked_and_do_not_count_yet():
    other = MembershipFactory().organization

    event = write(co_hosts=[(other, Host.Role.CO_HOST)])

    assert event.hosts.get(organization=other).accepted_at is None
    assert Delivery.objects.get().purpose == "event_host_invited"


def test_publish_event_when_group_is_trusted_then_everybody_sees_its_dates():
    event = write(OrganizationFactory(publishes_at_once=True))
    version = ContentVersion.objects.get(name="events").number

    event = publish_event(event=event, by=None)

    assert (event.status, event.published_at) == (Event.Status.PUBLISHED, NOW)
    assert event.occurrences.public().count() == 1
    assert ContentVersion.objects.get(name="events").number > version
    assert Delivery.objects.count() == 0


def test_publish_event_when_group_is_new_then_waits_and_tells_it():
    member = MembershipFactory()

    event = publish_event(event=write(member.organization), by=member.user)

    assert (event.status, event.occurrences.public().count()) == (Event.Status.REVIEW, 0)
    assert Delivery.objects.get().recipient == member.user.email
    assert actions()[-1] == "events.event.review"


def test_publish_event_when_for_the_network_then_its_dates_stay_out_of_public_lists():
    event = write(OrganizationFactory(publishes_at_once=True), visibility=Event.Visibility.NETWORK)

    publish_event(event=event, by=None)

    assert event.occurrences.public().count() == 0


@pytest.mark.parametrize("fields", [{"alt": "絵本を読む"}, {"people": "adults"}])
def test_publish_event_when_picture_is_unstated_then_refuses(fields):
    event = write(OrganizationFactory(publishes_at_once=True), picture=picture(**fields))

    with pytest.raises(ValidationError) as refused:
        publish_event(event=event, by=None)

    assert (code_of(refused), list(refused.value.message_dict)) == ("picture", ["picture"])


def test_publish_event_when_picture_is_stated_then_publishes():
    event = write(OrganizationFactory(publishes_at_once=True), picture=picture(alt="絵本を読む", people="none"))

    assert publish_event(event=event, by=None).status == Event.Status.PUBLISHED


def test_publish_event_when_every_date_is_called_off_then_refuses():
    event = write()
    event.occurrences.update(status="cancelled")

    with pytest.raises(ValidationError) as refused:
        publish_event(event=event, by=None)

    assert code_of(refused) == "no_dates"


def test_approve_event_when_handed_in_then_publishes_and_tells(coordinator):
    member = MembershipFactory()
    event = publish_event(event=write(member.organization), by=member.user)

    event = approve_event(event=event, by=coordinator)

    assert event.status == Event.Status.PUBLISHED
    assert list(Delivery.objects.order_by("pk").values_list("purpose", flat=True)) == [
        "event_handed_in_1",
        "event_approved_2",
    ]


def test_return_event_when_reason_given_then_group_reads_it(coordinator):
    member = MembershipFactory()
    event = publish_event(event=write(member.organization), by=member.user)

    event = return_event(event=event, reason="会場の住所がありません", by=coordinator)

    assert event.status == Event.Status.DRAFT
    assert "会場の住所がありません" in Delivery.objects.last().body


def test_return_event_when_no_reason_then_refuses(coordinator):
    event = publish_event(event=write(), by=None)

    with pytest.raises(ValidationError) as refused:
        return_event(event=event, reason=" ", by=coordinator)

    assert code_of(refused) == "reason"


MOVES = {
    "publish": (publish_event, {"draft"}),
    "approve": (approve_event, {"draft", "review"}),
    "archive": (archive_event, {"published"}),
    "return": (lambda event, by: return_event(event=event, reason="x", by=by), {"review", "published"}),
}


@pytest.mark.parametrize("status", list(Event.Status))
@pytest.mark.parametrize("name", MOVES)
def test_move_when_table_does_not_allow_it_then_refuses(name, status, coordinator):
    deed, allowed = MOVES[name]
    event = write()
    Event.objects.filter(pk=event.pk).update(status=status)

    if status in allowed:
        assert deed(event=event, by=coordinator).status != status
        return
    with pytest.raises(ValidationError) as refused:
        deed(event=event, by=coordinator)
    assert code_of(refused) == "moved_on"


def test_archive_event_when_published_then_leaves_public_lists():
    event = publish_event(event=write(OrganizationFactory(publishes_at_once=True)), by=None)

    archive_event(event=event, by=None)

    assert event.occurrences.public().count() == 0


def test_update_event_when_facts_change_then_counts_and_logs(representative):
    event = write()

    event = update_event(event=event, facts={"title": "新しい題", "tags": ["外遊び"]}, by=representative)

    assert (event.title, event.sequence, list(event.tags.names())) == ("新しい題", 1, ["外遊び"])
    assert actions()[-1] == "events.event.edit"


def test_update_event_when_it_moves_to_another_room_then_rooms_follow():
    old, new = SpaceFactory(), SpaceFactory()
    event = write(space=old, periods=[on(5)])
    first = event.occurrences.get().booking

    update_event(event=event, facts={"space": new}, by=None)

    row = event.occurrences.get()
    first.refresh_from_db()
    assert (row.space, row.booking.space, first.status) == (new, new, Booking.Status.CANCELLED)


def test_update_event_when_capacity_falls_below_the_registered_then_refuses():
    row = OccurrenceFactory(event=write(capacity=10), capacity=10, taken=8, starts_at=on(5).start)

    with pytest.raises(ValidationError) as refused:
        update_event(event=row.event, facts={"capacity": 7}, by=None)

    row.refresh_from_db()
    assert (code_of(refused), row.capacity) == ("below_taken", 10)


def test_update_event_when_capacity_grows_then_dates_take_more():
    event = write(capacity=10)

    update_event(event=event, facts={"capacity": 20}, by=None)

    assert event.occurrences.get().capacity == 20


def test_update_event_when_shown_to_the_network_only_then_leaves_public_lists():
    event = publish_event(event=write(OrganizationFactory(publishes_at_once=True)), by=None)

    update_event(event=event, facts={"visibility": Event.Visibility.NETWORK}, by=None)

    assert event.occurrences.public().count() == 0


def test_update_event_when_published_with_unstated_picture_then_refuses():
    event = publish_event(event=write(OrganizationFactory(publishes_at_once=True)), by=None)

    with pytest.raises(ValidationError) as refused:
        update_event(event=event, facts={"picture": picture()}, by=None)

    assert code_of(refused) == "picture"


def test_copy_event_when_last_years_then_is_a_draft_on_new_dates():
    topic, other, district = TopicFactory(), OrganizationFactory(), DistrictFactory()
    event = write(topics=[topic], tags=["絵本"], district=district, co_hosts=[(other, Host.Role.CO_HOST)])
    event = approve_event(event=event, by=None)

    copy = copy_event(event=event, periods=[on(5, year=2027)], by=None)

    assert (copy.status, copy.title, copy.district, copy.published_at) == (
        Event.Status.DRAFT,
        event.title,
        district,
        None,
    )
    assert list(copy.occurrences.values_list("starts_at", flat=True)) == [on(5, year=2027).start]
    assert (list(copy.topics.all()), copy.hosts.get(organization=other).accepted_at) == ([topic], None)


def test_archive_event_when_its_dates_have_rooms_then_gives_them_back():
    event = publish_event(event=write(OrganizationFactory(publishes_at_once=True), space=SpaceFactory()), by=None)

    archive_event(event=event, by=None)

    assert Booking.objects.get().status == Booking.Status.CANCELLED


def test_invite_host_when_already_a_host_then_refuses():
    organization = OrganizationFactory()

    with pytest.raises(ValidationError) as refused:
        invite_host(event=write(organization), organization=organization, role=Host.Role.CO_HOST, by=None)

    assert code_of(refused) == "twice"


def test_accept_hosting_when_said_twice_then_counts_once(representative):
    host = invite_host(event=write(), organization=OrganizationFactory(), role=Host.Role.CO_HOST, by=None)

    accept_hosting(host=accept_hosting(host=host, by=representative), by=representative)

    assert host.accepted_at == NOW
    assert actions().count("events.host.accept") == 1


def test_leave_hosting_when_lead_then_refuses(representative):
    with pytest.raises(ValidationError) as refused:
        leave_hosting(host=write().hosts.get(), by=representative)

    assert code_of(refused) == "lead"


def test_leave_hosting_when_co_host_then_name_is_gone(representative):
    host = invite_host(event=write(), organization=OrganizationFactory(), role=Host.Role.SPONSOR, by=None)

    leave_hosting(host=host, by=representative)

    assert not Host.objects.filter(role=Host.Role.SPONSOR).exists()
