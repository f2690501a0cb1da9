"""What belongs to others: asked for, posted to and smuggled in by people who have no business there."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from events.models import Event
from organizations.models import Membership
from tests.conftest import signed_in
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import NeedFactory, PartnerFactory, ProjectFactory
from tests.portal.filled import forms_for
from tests.portal.matrix import HIDDEN, LOGIN, ROWS
from tests.portal.rows import everything
from tests.portal.world import make_world

pytestmark = pytest.mark.django_db
SMUGGLED = {
    "status": "approved",
    "is_superuser": "1",
    "is_staff": "1",
    "is_active": "0",
    "publishes_at_once": "1",
    "is_public": "1",
    "is_listed": "1",
    "door": "enrolled",
    "slug": "stolen",
    "token": "stolen",
    "reference": "STOLEN00",
    "role": "representative",
    "seats": "0",
    "taken": "0",
    "created_by": "1",
    "entered_by": "1",
    "decided_by": "1",
    "published_at": "2020-01-01",
    "delete_after": "2020-01-01",
    "lead": "1",
    "groups": "1",
    "staff_number": "S01",
    "pk": "1",
    "id": "1",
}
# Numbers the database gives, chance and the clock: they differ from one time to the next.
BY_CHANCE = ("pk", "id", "token", "reference", "published_at", "slug")
OUTSIDERS = ["visitor", "resident", "head_elsewhere", "child", "department"]
ELSEWHERE = ("cms/", "accounts/", "documents/")


def browser(persons, role):
    return signed_in(persons[role]) if persons[role] else Client()


def closed(role, words):
    """List the addresses that are not there for a role."""
    rows = [row for name, row in (ROWS | HIDDEN).items() if not name.startswith(ELSEWHERE)]
    return [row.path.format(**words) for row in rows if row.answers[role] in (404, LOGIN)]


@pytest.mark.once
@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_belongs_to_others_cannot_be_posted_to_whatever_is_sent(role):
    persons, words = make_world()
    client, before = browser(persons, role), everything()

    sent = SMUGGLED | {"deed": "withdraw", "answer": "yes", "reason": "x"}
    answers = {path: client.post(path, sent).status_code for path in closed(role, words)}

    assert len(answers) > 20
    assert set(answers.values()) <= {302, 404, 405}
    assert everything() == before


CROSSED = [
    "/desk/events/{own_event}/{occurrence}/cancel/",
    "/desk/events/{own_event}/{occurrence}/move/",
    "/desk/events/{own_event}/{occurrence}/parties/",
    "/desk/events/{own_event}/{own_occurrence}/parties/{registration}/cancel/",
    "/desk/events/{own_event}/{own_occurrence}/parties/{registration}/tick/",
    "/desk/events/{own_event}/{own_occurrence}/parties/{registration}/apart/",
    "/desk/events/{own_event}/{occurrence}/attendance/",
    "/desk/events/{own_event}/hosts/{guest}/remove/",
    "/desk/hosts/{guest}/",
    "/organizations/{own_group}/members/{member}/role/",
    "/organizations/{own_group}/members/{member}/end/",
    "/organizations/{own_group}/invitations/{invitation}/withdraw/",
    "/desk/projects/{own_project}/partners/{partner}/remove/",
    "/events/{own_event}/{occurrence}/register/",
]


def own_things(persons):
    """Give the head elsewhere a group with an event, a need and a project."""
    group = Membership.objects.get(user=persons["head_elsewhere"]).organization
    event = EventFactory(lead=group, apply=Event.Apply.PORTAL)
    project = ProjectFactory()
    PartnerFactory(project=project, organization=group)
    return {
        "own_group": group.slug,
        "own_event": event.pk,
        "own_occurrence": OccurrenceFactory(event=event).pk,
        "own_project": project.pk,
        "own_need": NeedFactory(organization=group).pk,
    }


@pytest.mark.parametrize("path", CROSSED)
def test_a_stranger_s_row_under_one_s_own_address_is_not_there(path):
    persons, words = make_world()
    words |= own_things(persons)
    client, before = browser(persons, "head_elsewhere"), everything()

    assert client.post(path.format(**words), {"reason": "x", "answer": "yes", "role": "member"}).status_code == 404
    assert everything() == before


def privileged(rows):
    """Say for each table what its writers must not decide."""
    names = [name for name in SMUGGLED if name not in BY_CHANCE]
    return sorted((label, name, str(row[name])) for (label, _), row in rows.items() for name in names if name in row)


def after(client, form, values):
    cache.clear()
    with transaction.atomic():
        client.post(form.action, values)
        found = everything()
        transaction.set_rollback(True)
    return found


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "head"])
def test_what_a_form_does_not_ask_for_is_not_taken_from_it(role):
    persons, words = make_world()
    Event.objects.filter(pk=words["event"]).update(apply=Event.Apply.PORTAL)
    client = browser(persons, role)

    taken = []
    for form in forms_for(client, role, words):
        smuggled = {name: value for name, value in SMUGGLED.items() if name not in form.kinds}
        honest, stuffed = (after(client, form, form.filled() | more) for more in ({}, smuggled))
        if privileged(honest) != privileged(stuffed):
            taken.append(form.action)

    assert taken == []
