"""A group's own calendar read in: once, again, changed there, changed here, gone."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.ical import Unreadable
from events.models import CalendarSource, Event, Occurrence, SourceDate
from events.services.events import update_event
from events.services.sources import keep_answer, keep_failure, look_at, pause, take_on
from events.services.taking_in import take_in
from organizations.models import Delivery
from organizations.services.outside import Answer, Refused
from tests.factories.events import TOKYO, in_days
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    group = OrganizationFactory(publishes_at_once=True)
    return CalendarSource.objects.create(organization=group, address="https://calendar.example/a.ics", status="active")


def stamp(days, hour=10):
    return in_days(days, hour).astimezone(TOKYO).strftime("%Y%m%dT%H%M%S")


def event(*lines, uid="a@example", title="おはなし会", start=None):
    head = [f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART;TZID=Asia/Tokyo:{start or stamp(7)}"]
    named = {line.partition(":")[0].partition(";")[0] for line in lines}
    kept = [line for line in head if line.partition(":")[0].partition(";")[0] not in named]
    return "\r\n".join(["BEGIN:VEVENT", *kept, *lines, "END:VEVENT"])


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def read(source, *events, dry=False):
    return take_in(source=source, data=calendar(*events), now=timezone.now(), is_dry_run=dry)


def counts(report):
    return {str(name): number for name, number in report.outcomes.items() if number}


def codes(report):
    return sorted(note.code for note in [*report.rejected, *report.notes])


def test_calendar_when_read_then_its_event_stands_here(source):
    until = stamp(7, 12)

    report = read(source, event(f"DTEND;TZID=Asia/Tokyo:{until}", "LOCATION:公民館", "DESCRIPTION:どなたでも\\nどうぞ"))

    (row,) = Event.objects.all()
    (date,) = row.occurrences.all()
    assert (report.components, counts(report)) == (1, {"created": 1})
    assert (row.title, row.place_name, row.description) == ("おはなし会", "公民館", "どなたでも\nどうぞ")
    assert (row.status, date.starts_at, date.ends_at) == ("published", in_days(7), in_days(7, 12))


def test_calendar_of_a_new_group_when_read_then_waits_without_a_mail_for_each(source):
    source.organization.publishes_at_once = False
    source.organization.save()

    read(source, event(), event(uid="b@example"))

    assert list(Event.objects.values_list("status", flat=True)) == ["review", "review"]
    assert not Delivery.objects.exists()


def test_calendar_when_read_twice_then_changes_nothing(source):
    whole = [
        event("RRULE:FREQ=WEEKLY;COUNT=3"),
        event(f"RECURRENCE-ID;TZID=Asia/Tokyo:{stamp(14)}", "STATUS:CANCELLED"),
    ]
    first = read(source, *whole)
    before = list(Occurrence.objects.values("pk", "sequence", "status", "updated_at"))

    again = read(source, *whole)

    assert (counts(first), counts(again)) == ({"created": 1, "cancelled": 1}, {"unchanged": 2})
    assert list(Occurrence.objects.values("pk", "sequence", "status", "updated_at")) == before


def test_calendar_when_only_looked_at_then_the_report_is_the_same_and_nothing_is_written(source):
    looked = read(source, event(), event(uid="x", title=""), dry=True)

    assert not Event.objects.exists()
    assert counts(looked) == counts(read(source, event(), event(uid="x", title="")))


def test_field_when_changed_there_then_follows_and_when_changed_here_then_stays(source):
    read(source, event("LOCATION:公民館"))
    update_event(event=Event.objects.get(), facts={"title": "絵本のおはなし会"}, by=None)

    report = read(source, event("LOCATION:図書館"), event(uid="b"))
    later = read(source, event("LOCATION:図書館", title="冬のおはなし会"), event(uid="b"))

    row = Event.objects.order_by("pk").first()
    assert (row.title, row.place_name) == ("絵本のおはなし会", "図書館")
    assert (counts(report), counts(later)) == ({"updated": 1, "created": 1}, {"unchanged": 2})
    assert [note.code for note in later.notes] == ["changed_here"]


def test_date_when_moved_there_then_moves_and_keeps_its_row(source):
    read(source, event("RRULE:FREQ=WEEKLY;COUNT=2"))
    rows = list(Occurrence.objects.order_by("starts_at").values_list("pk", flat=True))

    report = read(source, event("RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:1", start=stamp(7, 14)))

    dates = Occurrence.objects.order_by("starts_at")
    assert [(row.pk, row.starts_at, row.status) for row in dates] == [
        (rows[0], in_days(7, 14), "rescheduled"),
        (rows[1], in_days(14, 14), "rescheduled"),
    ]
    assert counts(report) == {"updated": 1}


def test_date_when_left_out_there_then_is_shown_as_called_off(source):
    read(source, event("RRULE:FREQ=WEEKLY;COUNT=2"))

    read(source, event("RRULE:FREQ=WEEKLY;COUNT=2", f"EXDATE;TZID=Asia/Tokyo:{stamp(14)}"))

    assert [row.status for row in Occurrence.objects.order_by("starts_at")] == ["scheduled", "cancelled"]


def test_event_when_cancelled_there_then_is_called_off_and_comes_back(source):
    read(source, event())

    off = read(source, event("STATUS:CANCELLED", "SEQUENCE:1"))
    status = Occurrence.objects.get().status
    back = read(source, event("SEQUENCE:2"))

    assert (counts(off), status) == ({"cancelled": 1}, "cancelled")
    assert (counts(back), Occurrence.objects.get().status) == ({"updated": 1}, "scheduled")


def test_older_version_when_read_then_changes_nothing(source):
    read(source, event("SEQUENCE:3", title="新しい"))

    report = read(source, event("SEQUENCE:2", title="古い"))

    assert (Event.objects.get().title, counts(report), codes(report)) == ("新しい", {"unchanged": 1}, ["older"])


def test_uid_of_another_group_when_read_then_is_no_take_over(source):
    read(source, event())
    other = CalendarSource.objects.create(organization=OrganizationFactory(publishes_at_once=True), file_name="b.ics")

    report = read(other, event(title="のっとり"))

    assert sorted(Event.objects.values_list("title", flat=True)) == ["おはなし会", "のっとり"]
    assert codes(report) == ["elsewhere"]


@pytest.mark.parametrize("level", ["PRIVATE", "CONFIDENTIAL", "X-SECRET"])
def test_private_event_when_read_then_stays_out_and_who_attends_with_it(source, level):
    report = read(source, event(f"CLASS:{level}"), event("ATTENDEE;CN=花子:mailto:hanako@example.jp", uid="b"))

    assert (codes(report), counts(report)) == (["private"], {"created": 1})
    assert "hanako" not in str(Event.objects.values().get())


def test_public_event_when_marked_private_later_then_is_taken_off_the_pages(source):
    read(source, event(), event(uid="b"))

    read(source, event("CLASS:PRIVATE"), event(uid="b"))

    assert sorted(Event.objects.values_list("status", flat=True)) == ["draft", "published"]


def test_event_when_gone_from_a_living_calendar_then_is_called_off_and_stays(source):
    read(source, event(), event(uid="b"), event(uid="c"))

    report = read(source, event(), event(uid="b"))

    assert (counts(report), codes(report)) == ({"unchanged": 2, "cancelled": 1}, ["gone"])
    assert Occurrence.objects.filter(status="cancelled").count() == 1
    assert counts(read(source, event(), event(uid="b"))) == {"unchanged": 2}


def test_calendar_when_it_lost_most_of_its_events_then_nothing_is_called_off(source):
    read(source, event(), event(uid="b"), event(uid="c"))

    read(source, event(uid="new"))

    assert not Occurrence.objects.exclude(status="scheduled").exists()


@pytest.mark.parametrize("body", [b"", b"<!DOCTYPE html><p>Login</p>", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_calendar_when_empty_or_a_page_then_everything_stays(source, body):
    read(source, event())

    keep_answer(source=source, answer=Answer(body=body), now=timezone.now())

    source.refresh_from_db()
    assert (source.failures, Occurrence.objects.get().status) == (1, "scheduled")
    assert source.last_problem


def test_all_day_event_when_read_then_lasts_whole_days(source):
    day = in_days(7).astimezone(TOKYO).date()

    read(source, event(f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=3):%Y%m%d}"))

    (row,) = Occurrence.objects.all()
    assert (row.is_all_day, row.held_on, row.ends_on) == (True, day, day + timedelta(days=2))


def test_date_with_other_words_when_read_then_says_them_as_a_note(source):
    other = event(f"RECURRENCE-ID;TZID=Asia/Tokyo:{stamp(14)}", "LOCATION:図書館", start=stamp(14))

    read(source, event("RRULE:FREQ=WEEKLY;COUNT=2"), other)

    assert [row.note for row in Occurrence.objects.order_by("starts_at")] == ["", "図書館"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["DTSTART:20010101T100000Z"], "over"),
        ([f"DTEND:{in_days(300):%Y%m%dT%H%M%SZ}"], "too_long"),
        (["SUMMARY:"], "no_title"),
        (["DTSTART:so bald"], "bad_value"),
    ],
)
def test_component_when_it_cannot_be_kept_then_is_named_and_its_neighbour_comes_in(source, lines, code):
    report = read(source, event(*lines), event(uid="b"))

    assert ([note.code for note in report.rejected], counts(report)) == ([code], {"created": 1})


def test_several_events_with_one_uid_when_read_then_each_stands_by_itself(source):
    whole = [event(title="一つ目"), event(title="二つ目", start=stamp(8))]

    first, again = read(source, *whole), read(source, *whole)

    assert sorted(Event.objects.values_list("title", flat=True)) == ["一つ目", "二つ目"]
    assert (counts(first), counts(again)) == ({"created": 2}, {"unchanged": 2})


def test_description_with_markup_when_read_then_only_its_words_come_in(source):
    read(source, event("DESCRIPTION:<p>持ち物<br>お茶 &amp; タオル</p><script>alert(1)</script>"))

    assert Event.objects.get().description == "持ち物\nお茶 & タオル\nalert(1)"


def test_page_when_read_as_a_calendar_then_is_refused_and_leaves_nothing(source):
    with pytest.raises(Unreadable):
        take_in(source=source, data=b"<html>", now=timezone.now())

    assert not SourceDate.objects.exists()


def test_failing_calendar_when_it_keeps_failing_then_waits_longer_and_tells_once(source):
    MembershipFactory(organization=source.organization)
    now = datetime(2026, 12, 1, 9, tzinfo=TOKYO)

    waits = []
    for _turn in range(8):
        keep_failure(source=source, problem=Refused("status", "404"), now=now)
        waits.append(source.next_read_at - now)

    assert [int(wait.total_seconds() // 3600) for wait in waits] == [1, 2, 4, 8, 16, 24, 24, 24]
    assert Delivery.objects.filter(purpose="calendar_failing_never").count() == 1


def test_calendar_when_it_moves_then_only_along_its_table():
    person = UserFactory()
    source = look_at(
        organization=OrganizationFactory(), content=calendar(event()), address="https://a.example/x.ics", by=person
    )

    with pytest.raises(ValidationError) as refused:
        pause(source=source, by=person)
    assert refused.value.code == "moved_on"
    source = take_on(source=source, by=person)
    assert (source.status, pause(source=source, by=person).status) == ("active", "paused")


def test_own_calendar_when_read_in_then_stays_out(source, client):
    read(source, event())
    ours = client.get("/events/feed.ics").getvalue()

    report = take_in(source=source, data=ours, now=timezone.now())

    assert ([note.code for note in report.rejected], Event.objects.count()) == (["ours"], 1)


def test_greedy_rule_when_read_then_its_neighbour_comes_in_and_dates_are_bounded(source):
    greedy = [event("RRULE:FREQ=SECONDLY", uid="a"), event("RRULE:FREQ=DAILY;COUNT=999999999", uid="b")]

    report = read(source, *greedy, event(uid="c"))

    assert counts(report) == {"created": 3}
    assert Occurrence.objects.filter(event__came_from__uid="b").count() == 500
    assert "rule" in codes(report)
