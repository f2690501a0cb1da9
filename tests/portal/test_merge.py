"""Two records that were one group: all moves, the old address leads on, and it can be taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Host
from organizations.models import Attestation, MergeRecord, Organization
from organizations.services.changes import propose_change
from portal.services import merge
from tests.factories.events import EventFactory, HostFactory, in_days
from tests.factories.organizations import (
    ContactPointFactory,
    DepartmentFactory,
    EnrolmentFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OrganizationFactory,
    PartnerFactory,
    UserFactory,
)
from tests.factories.spaces import BookingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return OrganizationFactory(slug="old", name="ひだまり会"), OrganizationFactory(slug="kept", name="ひだまりの会")


def fill(old, kept):
    """Give the old record something of every floor, and what both have."""
    event = EventFactory(lead=old)
    HostFactory(event=event, organization=kept, role="co_host", accepted_at=timezone.now())
    EventFactory(lead=old)
    BookingFactory(organization=old, starts_at=in_days(5), ends_at=in_days(5, 11))
    ContactPointFactory(organization=old)
    PartnerFactory(organization=old)
    EnrolmentFactory(organization=old)
    EnrolmentFactory(organization=kept)
    IntroductionFactory(need=NeedFactory(organization=old))
    head = MembershipFactory(organization=old)
    MembershipFactory(organization=kept, user=head.user, role="member")
    Attestation.objects.create(organization=old, attested_on="2026-05-09")
    return event, head.user


def owners(organization):
    """Count the rows that point at a record, kind by kind."""
    fields = {(model._meta.label, name): model for model, name in merge.relations()}
    counts = {key: model._base_manager.filter(**{key[1]: organization}).count() for key, model in fields.items()}
    return {key: count for key, count in counts.items() if count}


def test_relations_when_walked_then_every_field_that_points_at_a_group_moves_or_stays_on_purpose():
    pointing = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Organization
    }

    assert {model for model, _name in pointing - set(merge.relations())} == set(merge.STAYS)


def test_merge_when_done_then_all_moves_but_what_both_have_and_leading_parts_are_handed_over(pair, coordinator):
    old, kept = pair
    event, person = fill(old, kept)

    merge.merge(merged=old, kept=kept, by=coordinator)

    old.refresh_from_db()
    assert old.status == "merged"
    assert owners(old) == {
        ("events.Host", "organization"): 1,
        ("organizations.Membership", "organization"): 1,
        ("organizations.Enrolment", "organization"): 1,
    }
    assert Host.objects.get(event=event, role="lead").organization == kept
    assert kept.memberships.get(user=person).role == "representative"
    assert (kept.needs.count(), kept.contacts.count(), kept.attestations.count()) == (1, 1, 0)


def test_rehearse_when_asked_then_it_says_what_merging_would_do_and_changes_nothing(pair):
    old, kept = pair
    fill(old, kept)
    before = owners(old)

    counts = merge.rehearse(merged=old, kept=kept).counts()

    assert owners(old) == before
    assert sum(moves for _name, moves, _stays in counts) == sum(before.values()) - 3
    assert sum(stays for _name, _moves, stays in counts) == 3


def test_undo_when_within_two_weeks_then_everything_is_as_it_was(pair, coordinator):
    old, kept = pair
    event, person = fill(old, kept)
    before = owners(old), owners(kept)
    record = merge.merge(merged=old, kept=kept, by=coordinator)

    merge.undo_merge(record=MergeRecord.objects.get(pk=record.pk), by=coordinator)

    old.refresh_from_db()
    assert (owners(old), owners(kept)) == before
    assert (old.status, old.memberships.get(user=person).role) == ("active", "representative")
    assert Host.objects.get(event=event, role="lead").organization == old
    assert not kept.former_slugs.exists()


def test_undo_when_too_late_or_merged_on_then_it_is_refused(pair, coordinator):
    old, kept = pair
    record = merge.merge(merged=old, kept=kept, by=coordinator)
    with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(ValidationError):
        merge.undo_merge(record=record, by=coordinator)
    merge.merge(merged=kept, kept=OrganizationFactory(), by=coordinator)

    with pytest.raises(ValidationError):
        merge.undo_merge(record=MergeRecord.objects.get(pk=record.pk), by=coordinator)


@pytest.mark.parametrize("other", ["same", "department", "ended", "waiting"])
def test_merge_when_it_makes_no_sense_then_it_is_refused(pair, coordinator, other):
    old, kept = pair
    if other == "waiting":
        propose_change(organization=old, name="こもれび", kana="こもれび", by=coordinator)
    into = {
        "same": lambda: old,
        "department": DepartmentFactory,
        "ended": lambda: OrganizationFactory(status="dissolved"),
    }

    with pytest.raises(ValidationError):
        merge.merge(merged=old, kept=into.get(other, lambda: kept)(), by=coordinator)


def test_address_when_merged_twice_over_then_the_first_one_leads_to_the_last(client, pair, coordinator):
    old, kept = pair
    merge.merge(merged=old, kept=kept, by=coordinator)
    merge.merge(merged=kept, kept=OrganizationFactory(slug="last"), by=coordinator)
    client.force_login(UserFactory(roles=["lead_coordinator"]))

    answers = [client.get(f"/organizations/{slug}{end}") for slug in ("old", "kept") for end in ("/", ".ics")]

    assert [answer.status_code for answer in answers] == [301] * 4
    assert {answer.url for answer in answers} == {"/organizations/last/", "/organizations/last.ics"}


def test_pages_when_followed_then_the_plan_is_seen_before_it_is_done_and_taken_back_after(client, pair, coordinator):
    old, kept = pair
    kept.contacts.create(kind="phone", value="000-1")
    old.contacts.create(kind="phone", value="000-1")
    client.force_login(coordinator)
    found = client.get("/desk/groups/old/merge/")
    plan = client.get("/desk/groups/old/merge/?into=kept")
    client.post("/desk/groups/old/merge/", {"into": "kept"})
    old.refresh_from_db()
    merged = old.status
    record = client.get("/desk/groups/kept/record/")

    client.post(f"/desk/merges/{MergeRecord.objects.get().pk}/undo/")

    old.refresh_from_db()
    assert "?into=kept" in found.text
    assert "ひだまりの会" in plan.text
    assert f"/desk/merges/{MergeRecord.objects.get().pk}/undo/" in record.text
    assert (merged, old.status) == ("merged", "active")


def test_merge_when_two_merge_both_ways_at_once_then_the_second_is_refused(pair, coordinator):
    old, kept = pair
    stale = Organization.objects.get(pk=old.pk), Organization.objects.get(pk=kept.pk)
    merge.merge(merged=old, kept=kept, by=coordinator)

    with pytest.raises(ValidationError):
        merge.merge(merged=stale[1], kept=stale[0], by=coordinator)

    assert Organization.objects.get(pk=kept.pk).status == "active"


def test_undo_when_something_went_on_to_a_third_group_then_it_stays_there(pair, coordinator):
    old, kept = pair
    need, gone = NeedFactory(organization=old), NeedFactory(organization=old)
    record = merge.merge(merged=old, kept=kept, by=coordinator)
    third = OrganizationFactory()
    type(gone).objects.filter(pk=gone.pk).update(organization=third)

    merge.undo_merge(record=record, by=coordinator)

    need.refresh_from_db()
    gone.refresh_from_db()
    assert (need.organization, gone.organization) == (old, third)
