"""Requests nobody meant to send: forged by another site, led elsewhere, repeated until something gives way."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from organizations.models import Delivery, Need, Organization, Visibility
from tests.conftest import signed_in
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import (
    ContactPointFactory,
    IntroductionFactory,
    NeedFactory,
    OrganizationFactory,
    ProjectFactory,
    UserFactory,
)
from tests.portal.matrix import HIDDEN, ROWS
from tests.portal.rows import everything
from tests.portal.world import make_world

pytestmark = pytest.mark.django_db
# Trees of other programs, and the door that is closed before its form is read.
OTHERS = ("cms/", "documents/", "styleguide/")
ELSEWHERE = ["//evil.example", "https://evil.example/", "/\\evil.example", "https:evil.example", "%2F%2Fevil.example"]
ELSEWHERE += ["javascript:evil()", "http:///evil.example", "\t//evil.example", "/%09/evil.example", "////evil.example"]
# Mail programs end a subscription by themselves; they bring the secret of the address and nothing else (RFC 8058).
ONE_CLICK = "/follow/{subscription_token}/end/"


@pytest.fixture
def world():
    return make_world()


def own_rows():
    return [row for name, row in (ROWS | HIDDEN).items() if not name.startswith(OTHERS)]


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "head", "coordinator"])
def test_post_without_the_sites_own_mark_changes_nothing(world, role):
    persons, words = world
    client = Client(enforce_csrf_checks=True)
    if persons[role]:
        client.force_login(persons[role], backend="django.contrib.auth.backends.ModelBackend")
    before = everything()

    rows = [row for row in own_rows() if row.path != ONE_CLICK]
    codes = {row.path: client.post(row.path.format(**words), {"answer": "yes"}).status_code for row in rows}

    assert {path: code for path, code in codes.items() if code not in (302, 403, 404, 405)} == {}
    assert everything() == before


@pytest.mark.parametrize("role", ["visitor", "head", "coordinator"])
def test_looking_at_every_page_changes_nothing(world, role):
    persons, words = world
    client = signed_in(persons[role]) if persons[role] else Client()
    before = everything()

    for row in own_rows():
        client.get(row.path.format(**words))

    assert everything() == before


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    "door", ["/accounts/login/", "/accounts/signup/", "/accounts/2fa/authenticate/", "/cms/login/"]
)
def test_doors_lead_to_no_other_site(door, target):
    answer = signed_in(UserFactory()).get(f"{door}?next={target}")

    assert answer.get("Location", "/").startswith("/")
    assert not answer.get("Location", "/").startswith(("//", "/\\"))


def test_signing_out_leads_to_no_other_site():
    answer = signed_in(UserFactory()).post("/accounts/logout/", {"next": "//evil.example"})

    assert answer["Location"] == "/"


def test_mail_names_the_site_whatever_host_was_asked_for(settings, client):
    UserFactory(email="a@example.jp")

    client.post(
        "/accounts/login/",
        {"login": "a@example.jp"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    texts = [message.body + message.subject for message in mail.outbox]
    texts += list(Delivery.objects.values_list("body", flat=True))
    assert texts
    assert [text for text in texts if "evil.example" in text] == []


def test_host_the_site_does_not_have_is_refused(settings, client):
    settings.ALLOWED_HOSTS = ["kodomo.example.jp"]

    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def secret_records(mark):
    """Make one record of everything that strangers must not read, its words beginning with ``mark``."""
    draft = EventFactory(title=f"{mark}下書き", status="draft")
    OccurrenceFactory(event=draft, is_public=False)
    OccurrenceFactory(event=EventFactory(title=f"{mark}仲間うち", visibility="network"), is_public=False)
    OrganizationFactory(name=f"{mark}待ち", kana="まち", status=Organization.Status.PENDING)
    OrganizationFactory(name=f"{mark}職員のみ", kana="しょくいん", visibility=Visibility.STAFF)
    shown = OrganizationFactory(name="みんなの会", kana="みんな")
    ContactPointFactory(organization=shown, value=f"{mark}03-1", visibility=Visibility.STAFF)
    ContactPointFactory(
        organization=shown, value=f"{mark}03-2", visibility=Visibility.NETWORK, consented_at=timezone.now()
    )
    NeedFactory(title=f"{mark}お願い", confidentiality=Need.Confidentiality.COORDINATOR_ONLY, organization=shown)
    ProjectFactory(title=f"{mark}協働", is_public=False)
    IntroductionFactory(message=f"{mark}紹介", private_reason=f"{mark}わけ", asking=shown)
    RegistrationFactory(occurrence=OccurrenceFactory(event=EventFactory(lead=shown)), name=f"{mark}申込")


def readable(client, words):
    """Ask every address a visitor may open, the answers to a search for the secret itself included."""
    rows = [row for row in own_rows() if row.method == "get" and row.answers["visitor"] == 200]
    paths = [row.path.format(**words) for row in rows]
    asked = [f"{path}?q=ひみつ" for path in ("/search/", "/events/", "/events/feed.ics", "/events/feed.atom")]
    asked += [f"{path}?q=ひみつ" for path in ("/organizations/", "/spaces/", "/districts/", "/needs/", "/offers/")]
    maps = [f"/sitemap-{part}.xml" for part in ("events", "organizations", "spaces", "projects", "pages")]
    return {path: client.get(path).getvalue().decode() for path in paths + asked + maps}


@pytest.mark.parametrize("reader", ["visitor", "resident"])
def test_what_is_not_public_is_in_no_list_feed_search_or_map(world, reader):
    persons, words = world
    secret_records("ひみつ")
    client = signed_in(persons[reader]) if persons[reader] else Client()

    answers = readable(client, words)

    told = {path for path, page in answers.items() if "ひみつ" in page.replace("?q=ひみつ", "").replace('"ひみつ"', "")}
    assert {path for path in told if "q=" not in path} == set()
    ends = ("下書き", "仲間うち", "待ち", "職員のみ", "03-", "お願い", "協働", "紹介", "わけ", "申込")
    assert [path for path in told for end in ends if f"ひみつ{end}" in answers[path]] == []


def test_unpublished_event_is_at_none_of_its_addresses():
    event = EventFactory(status="draft")
    date = OccurrenceFactory(event=event)
    paths = ["", ".ics", f"{date.pk}/", f"{date.pk}.ics", f"{date.pk}/register/", "register/"]

    codes = {
        path: Client().get(f"/events/{event.pk}{'' if path[:1] == '.' else '/'}{path}").status_code for path in paths
    }

    assert set(codes.values()) == {404}
