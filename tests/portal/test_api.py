"""The public API as other programs use it."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Event
from portal.api import bodies
from portal.api.rows import LISTINGS
from spaces.models import Equipment
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import DistrictFactory, OrganizationFactory, TopicFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def get(client, path, **query):
    return client.get(f"{ROOT}/{path}", query)


def test_occurrences_when_listed_then_say_what_visitors_may_see(client, settings):
    settings.BASE_URL = "https://city.example"
    date = OccurrenceFactory(event=EventFactory(title="絵本の時間", is_free=True), starts_at=in_days(3))
    OccurrenceFactory(event=EventFactory(status=Event.Status.DRAFT))
    OccurrenceFactory(event=EventFactory(visibility=Event.Visibility.NETWORK))

    response = get(client, "occurrences")

    (row,) = response.json()["results"]
    assert (row["id"], row["title"], row["is_free"]) == (date.pk, "絵本の時間", True)
    assert (row["starts_at"], row["place"]["name"]) == (in_days(3).isoformat(), "中央公園")
    assert row["url"] == f"https://city.example/events/{date.event_id}/{date.pk}/"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", LISTINGS)
def test_list_when_paged_then_gives_every_row_once_in_the_shape_it_describes(client, name):
    for number in range(5):
        OccurrenceFactory(space=SpaceFactory(), starts_at=in_days(3 + number // 2))

    rows, address = [], f"{ROOT}/{name}?limit=2"
    while address:
        answer = client.get(address).json()
        rows += answer["results"]
        address = answer["next"]

    assert len({row["id"] for row in rows}) == len(rows) == 5
    msgspec.convert(rows, list[getattr(bodies, LISTINGS[name].body.__name__)])


@pytest.mark.parametrize(
    "query",
    [
        "age=old",
        "limit=0",
        "limit=101",
        "limit=x",
        "after=x",
        "day=holiday",
        "owner__password=a",
        "expand=event",
        "view=list",
    ],
)
@pytest.mark.parametrize("name", ["occurrences", "events", "spaces"])
def test_question_when_something_in_it_is_unknown_then_400_names_it(client, name, query):
    response = client.get(f"{ROOT}/{name}?{query}")

    assert response.status_code == 400
    assert query.split("=")[0] in response.json()["detail"] or query.split("=")[1] in response.json()["detail"]


def test_list_when_nobody_knows_it_then_404_in_a_sentence(client):
    response = get(client, "users")

    assert (response.status_code, list(response.json())) == (404, ["detail"])


def test_answer_when_known_then_is_not_sent_again(client, django_assert_num_queries):
    OccurrenceFactory()
    mark = get(client, "occurrences").headers["ETag"]

    with django_assert_num_queries(1):
        response = client.get(f"{ROOT}/occurrences", headers={"If-None-Match": mark})

    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (304, "*")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTINGS)
def test_list_when_longer_then_asks_the_database_as_often(client, django_assert_num_queries, name, count):
    for _ in range(count):
        OccurrenceFactory(space=SpaceFactory())

    with django_assert_num_queries(2):
        assert len(get(client, name).json()["results"]) >= 1


def test_groups_that_are_not_listed_when_asked_for_then_are_not_there(client):
    OrganizationFactory(slug="shown")
    OrganizationFactory(slug="pending", status="pending")

    assert [row["slug"] for row in get(client, "organizations").json()["results"]] == ["shown"]


def test_description_when_read_then_names_every_list_and_resolves(client):
    document = get(client, "openapi.json").json()
    text = str(document)

    assert set(document["paths"]) == {path for name in LISTINGS for path in (f"/{name}", f"/{name}/{{id}}")}
    assert all(f"'{name}'" in text for name in ("age", "from", "near", "district"))
    for reference in {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}:
        assert reference in document["components"]["schemas"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=npo", ["b"]),
        ("kind=npo&kind=circle", ["a", "b"]),
        ("district=east", ["a"]),
        ("topic=play&topic=books", ["a", "b"]),
        ("age=2y", ["a"]),
        ("age=2y&age=5y", []),
        ("language=vi", ["b"]),
        ("tag=外遊び", ["a"]),
        ("q=ひだまり", ["a"]),
        ("kind=npo&topic=play", []),
    ],
)
def test_groups_when_asked_for_by_filters_then_those_that_fit_once_each(client, query, found):
    a = OrganizationFactory(slug="a", name="ひだまり", kind="circle", age_from_months=0, age_to_months=35)
    b = OrganizationFactory(slug="b", kind="npo", languages=["vi"], age_from_months=72)
    a.districts.add(DistrictFactory(code="east"))
    a.tags.add("外遊び")
    for slug, groups in {"play": [a], "books": [a, b]}.items():
        TopicFactory(slug=slug).organizations.set(groups)

    assert [row["slug"] for row in client.get(f"{ROOT}/organizations?{query}").json()["results"]] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=drop_in", ["hiroba"]),
        ("people=20", ["hall"]),
        ("district=east", ["hall"]),
        ("equipment=piano", ["hall"]),
        ("equipment=piano&equipment=stove", []),
        ("lending=none", ["hiroba"]),
    ],
)
def test_spaces_when_asked_for_by_filters_then_those_that_fit(client, query, found):
    hall = SpaceFactory(slug="hall", capacity=40, facility__district=DistrictFactory(code="east"))
    SpaceFactory(slug="hiroba", kind="drop_in", lending="none", capacity=10)
    hall.equipment.add(Equipment.objects.create(slug="piano", name="ピアノ"))
    Equipment.objects.create(slug="stove", name="コンロ")

    assert [row["slug"] for row in client.get(f"{ROOT}/spaces?{query}").json()["results"]] == found


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("organizations", "kind=choir"),
        ("organizations", "topic=nothing"),
        ("organizations", "status=pending"),
        ("spaces", "people=0"),
        ("spaces", "people=many"),
        ("spaces", "equipment=cannon"),
        ("spaces", "day=sat"),
    ],
)
def test_groups_and_spaces_when_asked_for_the_unknown_then_400_names_it(client, name, query):
    response = client.get(f"{ROOT}/{name}?{query}")

    assert response.status_code == 400
    assert any(word in response.json()["detail"] for word in query.split("="))


@pytest.mark.parametrize("name", LISTINGS)
def test_row_when_asked_for_by_its_number_then_is_that_of_the_list(client, name, django_assert_num_queries):
    OccurrenceFactory(space=SpaceFactory())
    listed = get(client, name).json()["results"][0]

    with django_assert_num_queries(2):
        response = get(client, f"{name}/{listed['id']}")
    again = client.get(f"{ROOT}/{name}/{listed['id']}", headers={"If-None-Match": response.headers["ETag"]})

    assert response.json() == listed
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["organizations/{}", "organizations/99999999999999999999", "users/1"])
def test_row_when_nobody_may_see_it_then_404_in_a_sentence(client, address):
    hidden = OrganizationFactory(status="pending")

    response = get(client, address.format(hidden.pk))

    assert (response.status_code, list(response.json())) == (404, ["detail"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [("organizations?district=east&topic=play", 4), ("spaces?district=east", 3)]
)
def test_filtered_list_when_longer_then_asks_the_database_as_often(
    client, django_assert_num_queries, query, queries, count
):
    east, play = DistrictFactory(code="east"), TopicFactory(slug="play")
    for _ in range(count):
        group = OrganizationFactory()
        group.districts.add(east)
        group.topics.add(play)
        SpaceFactory(facility__district=east)

    with django_assert_num_queries(queries):
        assert len(client.get(f"{ROOT}/{query}").json()["results"]) == count


ODD = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["2026-11-24", "2y", "8m", "sat", "open", "1", "35.0,135.5", "-1", "99999999999999999999", "%00", "' OR 1=1 --"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(sorted(LISTINGS)))
def test_question_when_odd_then_is_answered_as_described(client, data, name):
    document = client.get(f"{ROOT}/openapi.json").json()
    known = [item["name"] for item in document["paths"][f"/{name}"]["get"]["parameters"]]

    response = client.get(f"{ROOT}/{name}", data.draw(st.dictionaries(st.sampled_from(known), ODD, max_size=4)))

    assert response.status_code in (200, 400)
    assert set(response.json()) == ({"results", "next"} if response.status_code == 200 else {"detail"})
