from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.forms.talks import TalkForm
from organizations.models import Talk
from organizations.services import talks
from tests.factories.organizations import (
    ContactPointFactory,
    DepartmentFactory,
    DistrictFactory,
    OrganizationFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def quiet(days=90, **more):
    return [group.name for group in talks.quiet_groups(day=timezone.localdate(), days=days, **more)]


def test_quiet_groups_when_some_were_spoken_to_then_the_longest_silence_stands_first(coordinator):
    DepartmentFactory()
    never, old, lately, missed = (OrganizationFactory(name=name, kana=name) for name in "いろはに")
    today = timezone.localdate()
    talks.note_talk(organization=old, held_on=today.replace(year=today.year - 1), by=coordinator)
    talks.note_talk(organization=lately, channel="visit", by=coordinator)
    talks.note_talk(organization=missed, was_reached=False, by=coordinator)

    assert quiet() == [never.name, missed.name, old.name]


def test_quiet_groups_when_a_coordinator_has_a_field_then_only_that(coordinator):
    district, topic = DistrictFactory(), TopicFactory()
    OrganizationFactory(name="い", districts=[district], topics=[topic])
    OrganizationFactory(name="ろ", districts=[district])
    OrganizationFactory(name="は")
    field = talks.keep_workload(user=coordinator, districts=[district], topics=[topic], capacity=3)

    assert quiet(looked_after=field) == ["い"]


def test_note_talk_when_tapped_twice_then_it_is_one_talk_and_can_be_taken_back_by_its_writer(coordinator):
    group = OrganizationFactory()
    talk = talks.note_talk(organization=group, by=coordinator)
    talks.note_talk(organization=group, note="夏まつりのこと", by=coordinator)

    assert Talk.objects.get().note == "夏まつりのこと"
    with pytest.raises(ValidationError):
        talks.take_back(talk=talk, by=UserFactory())
    talks.take_back(talk=talk, by=coordinator)
    assert not Talk.objects.exists()


def test_list_when_it_grows_then_it_asks_the_database_as_often_and_a_tap_notes(
    client, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    groups = [ContactPointFactory(organization__slug=f"g{number}").organization for number in range(1)]
    client.get("/desk/talks/")
    with django_assert_num_queries(9):
        client.get("/desk/talks/")
    groups += [ContactPointFactory(organization__slug=f"h{number}").organization for number in range(2)]
    with django_assert_num_queries(9):
        page = client.get("/desk/talks/?days=90")

    answer = client.post(f"/desk/groups/{groups[0].slug}/talk/", {"tapped": "visit", "days": "90"})

    assert page.text.count('name="tapped" value="phone"') == 3
    assert (answer.url, Talk.objects.get().channel) == ("/desk/talks/?days=90", "visit")


def test_workload_when_written_down_then_colleagues_read_it(client, coordinator):
    client.force_login(coordinator)
    said = {"capacity": "4", "note": "多文化", "districts": [DistrictFactory(name="北浜").pk]}

    client.post("/desk/me/", said)
    client.force_login(UserFactory(roles=["lead_coordinator"]))

    page = client.get("/desk/me/").text
    assert "多文化" in page
    assert "北浜" in page


@pytest.mark.parametrize("day", ["9999-12-31", (timezone.localdate() + timedelta(days=1)).isoformat()])
def test_talk_form_when_the_day_is_still_to_come_then_it_says_so(day):
    form = TalkForm({"channel": "phone", "held_on": day})

    assert "held_on" in form.errors
