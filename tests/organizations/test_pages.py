import json

import pytest

from organizations.models import Attestation, Delivery, FormerSlug, Organization, Visibility
from tests.factories.organizations import (
    ContactPointFactory,
    DistrictFactory,
    MembershipFactory,
    OrganizationFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
JOIN = {
    "kind": "circle",
    "name": "ひだまりの会",
    "kana": "ひだまりのかい",
    "summary": "親子の会",
    "contact_kind": "phone",
    "contact_value": "000-000-0000",
    "contact_visibility": "staff",
}
ODD = {
    "emoji": "👨‍👩‍👧",
    "outside the BMP": "𠮷野",
    "IVS": "葛\U000e0100飾",
    "RTL": "\u202eاَلْعَرَبِيَّةُ",
    "CRLF": "a\r\nb",
    "HTML": "<script>alert(1)</script>",
    "quotes": "'\"%s{{x}}",
}


def listed(client, query=""):
    return [organization.name for organization in client.get(f"/organizations/{query}").context["page"]]


def test_list_is_sorted_by_reading(client):
    OrganizationFactory(name="わ", kana="わ")
    OrganizationFactory(name="亜", kana="あ")

    assert listed(client) == ["亜", "わ"]


def test_list_leaves_out_what_is_not_public(client):
    OrganizationFactory(name="公開")
    OrganizationFactory(status=Organization.Status.PENDING)
    OrganizationFactory(visibility=Visibility.STAFF)
    OrganizationFactory(kind=Organization.Kind.DEPARTMENT)

    assert listed(client) == ["公開"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("?q=ひだまり", id="words"),
        pytest.param("?topic=play", id="topic"),
        pytest.param("?district=kita", id="district"),
        pytest.param("?district=kita&district=minami", id="one of two districts"),
        pytest.param("?age=2y", id="age in years"),
        pytest.param("?age=30m", id="age in months"),
        pytest.param("?kind=npo", id="kind"),
        pytest.param("?language=vi", id="language"),
        pytest.param("?tag=外遊び", id="tag"),
        pytest.param("?topic=play&age=2y&kind=npo", id="all of several"),
    ],
)
def test_list_is_narrowed_by(client, query):
    OrganizationFactory(age_from_months=72, kana="a")
    found = OrganizationFactory(
        name="ひだまり",
        kind="npo",
        languages=["vi"],
        age_from_months=24,
        age_to_months=35,
        topics=[TopicFactory(slug="play")],
        districts=[DistrictFactory(code="kita"), DistrictFactory(code="minami")],
    )
    found.tags.add("外遊び")

    assert listed(client, query) == ["ひだまり"]


def test_list_with_an_unknown_filter_leaves_it_aside_and_says_so(client):
    OrganizationFactory(name="公開")

    response = client.get("/organizations/?topic=nonsense&age=old")

    assert [o.name for o in response.context["page"]] == ["公開"]
    assert "notice--warning" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        OrganizationFactory(topics=[TopicFactory()], districts=[DistrictFactory()])

    with django_assert_num_queries(6):
        client.get("/organizations/")


def test_list_goes_on_to_the_next_page(client):
    for _ in range(31):
        OrganizationFactory()

    response = client.get("/organizations/?q=&page=2")

    assert len(response.context["page"]) == 1
    assert response.context["previous_href"] == "?q=&page=1"


def test_page_shows_only_the_contacts_agreed_for_the_reader(client, coordinator, as_user):
    organization = OrganizationFactory()
    for level in Visibility:
        ContactPointFactory(
            organization=organization, value=f"to-{level}", visibility=level, consented_at="2026-01-01T00:00Z"
        )
    member = MembershipFactory().user

    readers = {"public": client, "network": as_user(member), "staff": as_user(coordinator)}
    pages = {name: reader.get(organization.get_absolute_url()).content.decode() for name, reader in readers.items()}

    assert {name: [f"to-{level}" in page for level in Visibility] for name, page in pages.items()} == {
        "public": [True, False, False],
        "network": [True, True, False],
        "staff": [True, True, True],
    }


@pytest.mark.parametrize(
    ("status", "answer"),
    [("active", 200), ("dormant", 200), ("pending", 404), ("suspended", 404), ("dissolved", 404)],
)
def test_page_for_the_public_by_status(client, status, answer):
    organization = OrganizationFactory(status=status)

    assert client.get(organization.get_absolute_url()).status_code == answer


def test_page_that_waits_is_seen_by_its_own_people(as_user):
    member = MembershipFactory(organization__status=Organization.Status.PENDING)

    assert as_user(member.user).get(member.organization.get_absolute_url()).status_code == 200


def test_page_at_a_former_address_leads_to_the_present_one(client):
    organization = OrganizationFactory(slug="new-name")
    FormerSlug.objects.create(slug="old-name", organization=organization)

    response = client.get("/organizations/old-name/")

    assert (response.status_code, response["Location"]) == (301, "/organizations/new-name/")


def test_page_describes_itself_and_no_name_breaks_out_of_it(client):
    organization = OrganizationFactory(name="</script><b>")

    page = client.get(organization.get_absolute_url()).content.decode()

    said = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(said)["name"] == "</script><b>"


@pytest.mark.parametrize(
    ("channel", "words"),
    [("web", "団体が確認"), ("phone", "電話で確認"), ("visit", "対面で確認"), ("paper", "書面で確認")],
)
def test_page_says_who_confirmed_it_and_how(client, channel, words):
    organization = OrganizationFactory()
    Attestation.objects.create(organization=organization, attested_on="2026-05-09", channel=channel)

    assert f"2026年5月に{words}" in client.get(organization.get_absolute_url()).content.decode()


def test_join_without_an_account_is_one_screen(client):
    response = client.post("/organizations/join/", JOIN)

    assert "ひだまりの会" in response.content.decode()
    assert Organization.objects.get().status == Organization.Status.PENDING


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"name": "あ" * 81}, "name", id="name too long"),
        pytest.param({"name": "a\0b"}, "name", id="NUL in the name"),
        pytest.param({"kana": ""}, "kana", id="kanji without reading"),
        pytest.param({"kana": "太陽"}, "kana", id="kanji as reading"),
        pytest.param({"summary": ""}, "summary", id="no sentence"),
        pytest.param({"summary": "あ" * 201}, "summary", id="sentence too long"),
        pytest.param({"contact_value": ""}, "contact_value", id="no contact"),
        pytest.param({"contact_value": "電話なし"}, "contact_value", id="telephone without digits"),
        pytest.param({"contact_kind": "mail", "contact_value": "x@"}, "contact_value", id="broken mail address"),
        pytest.param({"contact_kind": "pigeon"}, "contact_kind", id="strange kind"),
        pytest.param({"kind": "department"}, "kind", id="a department of the city"),
    ],
)
def test_join_with_a_slip_says_so_at_the_field_and_keeps_the_rest(client, typed, wrong):
    form = client.post("/organizations/join/", JOIN | typed).context["form"]

    assert list(form.errors) == [wrong]
    assert {name: form[name].value() for name in JOIN} == JOIN | typed
    assert not Organization.objects.exists()


@pytest.mark.parametrize("name", ODD.values(), ids=ODD.keys())
def test_join_keeps_odd_names_as_typed(client, name):
    client.post("/organizations/join/", JOIN | {"name": name, "kana": "なまえ"})

    assert Organization.objects.get().name == name


def test_join_sent_twice_joins_once(client):
    pages = [client.post("/organizations/join/", JOIN | {"form_token": "x"}) for _ in range(2)]

    assert Organization.objects.count() == 1
    assert ["ひだまりの会" in page.content.decode() for page in pages] == [True, True]


def test_join_at_the_counter_asks_for_whom(as_user, place_staff):
    browser = as_user(place_staff)

    refused = browser.post("/organizations/join/", JOIN)
    browser.post("/organizations/join/", JOIN | {"on_behalf_of": "田中さん", "channel": "visit"})

    assert "on_behalf_of" in refused.context["form"].errors
    assert Organization.objects.get().attestations.get().on_behalf_of == "田中さん"


def test_edit_by_the_representative_shows_at_once(as_user, representative):
    organization = representative.memberships.get().organization

    response = as_user(representative).post(
        f"/organizations/{organization.slug}/edit/",
        {"summary": "新しい一文", "visibility": "public", "tags": "外遊び, 乳幼児", "languages": ["en"]},
    )

    organization.refresh_from_db()
    assert response.status_code == 302
    assert (organization.summary, organization.languages) == ("新しい一文", ["en"])
    assert set(organization.tags.names()) == {"外遊び", "乳幼児"}


@pytest.mark.parametrize("reader", ["resident", "department"])
def test_edit_by_somebody_else_is_not_there(request, as_user, reader):
    organization = OrganizationFactory()

    response = as_user(request.getfixturevalue(reader)).get(f"/organizations/{organization.slug}/edit/")

    assert response.status_code == 404


def test_edit_with_ages_the_wrong_way_round_says_so(as_user, representative):
    organization = representative.memberships.get().organization

    response = as_user(representative).post(
        f"/organizations/{organization.slug}/edit/",
        {"summary": "x", "visibility": "public", "age_from_months": "36", "age_to_months": "11"},
    )

    assert list(response.context["form"].errors) == ["age_to_months"]
    assert not Delivery.objects.exists()


def test_long_text_in_english_is_marked_as_japanese_around_its_paragraphs(client):
    group = OrganizationFactory(purpose="遊ぶ\n\n歌う")

    page = client.get(f"/en/organizations/{group.slug}/").content.decode()

    assert '<div lang="ja"><p>遊ぶ</p>' in page


def test_edit_keeps_an_age_that_is_in_no_list(as_user, representative):
    organization = representative.memberships.get().organization
    Organization.objects.update(age_from_months=30)
    browser = as_user(representative)
    path = f"/organizations/{organization.slug}/edit/"

    browser.post(path, {"summary": "x", "visibility": "public", "age_from_months": "30", "age_to_months": "71"})

    organization.refresh_from_db()
    assert (organization.age_from_months, organization.age_to_months) == (30, 71)
