"""Every form a page shows, with what nobody should type into it: a sentence at the field and everything typed kept,
or kept in the database to the letter; never an error page, never a script."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from events.models import Event
from tests.conftest import signed_in
from tests.portal.filled import WRITERS, forms_for
from tests.portal.hostile import ALL_AT_ONCE, ONE_BY_ONE, SIGNS, forms_of, runs_script
from tests.portal.rows import everything, own_models, text_columns
from tests.portal.world import make_world

pytestmark = pytest.mark.django_db
FEWER = ("too long", "wrong type", "broken bytes", "a day that is not")
# Forms of other programs that ask for a code, and what only looks for something.
KEEP_NOTHING = ("/accounts/", "/receipts/")
# Kept as a list of words or lines, only beside a picture, only with a no.
KEPT_OTHERWISE = ("tags", "picture_alt", "picture_credit", "reason")
KEPT_OTHERWISE += tuple(f"choices{number}" for number in range(1, 6))


def world_of(role):
    persons, words = make_world()
    Event.objects.filter(pk=words["event"]).update(apply=Event.Apply.PORTAL)
    client = signed_in(persons[role]) if persons[role] else Client()
    client.raise_request_exception = False
    return client, forms_for(client, role, words)


def send(client, form, names, text):
    """Send a form once and look where it leads; what it changed is undone."""
    cache.clear()
    with transaction.atomic():
        response = client.post(form.action, form.filled() | dict.fromkeys(names, text))
        leads = response.status_code == 302
        followed = client.get(response["Location"]) if leads else response
        is_stored = leads and text == SIGNS and is_kept(names, text)
        transaction.set_rollback(True)
    return response, followed, is_stored


def is_kept(names, text):
    """Look for a text in the columns called like its field, else everywhere."""
    columns = {name.rpartition("-")[2] for name in names}
    named = [(model, name) for model in own_models() for name in columns & {f.name for f in text_columns(model)}]
    if any(model.objects.filter(**{name: text}).exists() for model, name in named):
        return True
    return any(text in str(value) for row in everything().values() for value in row.values())


def plain(text):
    return text.replace("\r\n", "\n").strip()


def lost(html, form, names, text):
    """List the fields whose words the form that comes back has lost; a page without them answers otherwise."""
    again = forms_of(html, form.action)
    held = {name: [one.values[name] for one in again if name in one.values] for name in names if name in form.typed}
    return [name for name, values in held.items() if values and not any(plain(text) in plain(v) for v in values)]


def fault(client, form, names, text):
    response, followed, is_stored = send(client, form, names, text)
    html = followed.content.decode(errors="replace")
    if max(response.status_code, followed.status_code) >= 500:
        return "breaks"
    if runs_script(html):
        return "runs a script"
    if response.status_code == 200:
        gone = lost(html, form, names, text)
        return f"loses {gone}" if gone else ""
    typed = [name for name in names if name in form.typed and name not in KEPT_OTHERWISE]
    if text == SIGNS and typed and not is_stored and not form.action.startswith(KEEP_NOTHING):
        return "neither keeps nor refuses"
    return ""


@pytest.mark.parametrize("label", [pytest.param("signs", marks=pytest.mark.once), "nul"])
@pytest.mark.parametrize("role", ["visitor", "head"])
def test_forms_withstand_whatever_is_typed_into_one_field(role, label):
    client, forms = world_of(role)
    tries = [(form, name) for form in forms for name in form.typed]

    found = [f"{form.action} {name} {fault(client, form, [name], ONE_BY_ONE[label])}" for form, name in tries]

    assert len(found) > 10
    assert "\n".join(line for line in found if not line.endswith(" ")) == ""


@pytest.mark.once  # the forms themselves refuse most of it, before any database is asked
@pytest.mark.parametrize("role", WRITERS)
def test_forms_withstand_whatever_is_typed_into_all_fields(role):
    client, forms = world_of(role)
    labels = FEWER if role == "coordinator" else ALL_AT_ONCE  # she meets the group's forms again, for somebody else
    tries = [(form, label) for form in forms if form.open for label in labels]

    found = [f"{form.action} {label} {fault(client, form, form.open, ALL_AT_ONCE[label])}" for form, label in tries]

    assert "\n".join(line for line in found if not line.endswith(" ")) == ""


def test_forms_of_a_group_are_really_sent_when_filled_in_sensibly():
    client, forms = world_of("head")

    left_open = [form.action for form in forms if send(client, form, [], "")[0].status_code != 302]

    assert len(forms) > 30
    assert [action for action in left_open if not action.startswith((*KEEP_NOTHING, "/organizations/join/"))] == []
