"""The services that set a city up, each kept by its own code."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.models import ContactPoint, District, DistrictText, Organization, StaffRole, User
from portal.models import CitySettings
from portal.services import city
from portal.services.city import Outcome
from tests.factories.organizations import DistrictFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DEPARTMENT = {"name": "こども未来課", "kana": "", "summary": "", "valid_from": date(2025, 4, 1), "valid_through": None}
CENTRAL = {"name": "中央", "kana": "ちゅうおう"}


def keep_department(phone="", email="", slug="kodomo", **values):
    return city.keep_department(slug=slug, values={**DEPARTMENT, **values}, phone=phone, email=email, now=NOW)


def keep_administrator(email="a@example.jp", staff_number="1", **values):
    return city.keep_administrator(email=email, staff_number=staff_number, values={"name": "管理", **values})


def test_keep_row_creates_what_is_not_there():
    district, outcome = city.keep_row(model=District, known_by={"code": "e1"}, values=CENTRAL)

    assert (outcome, district.name) == (Outcome.CREATED, "中央")


@pytest.mark.parametrize(("name", "outcome"), [("中央", Outcome.UNCHANGED), ("北", Outcome.UPDATED)])
def test_keep_row_changes_only_what_differs(name, outcome):
    city.keep_row(model=District, known_by={"code": "e1"}, values=CENTRAL)

    assert city.keep_row(model=District, known_by={"code": "e1"}, values={**CENTRAL, "name": name})[1] == outcome


def test_keep_row_refuses_values_a_row_may_not_have():
    with pytest.raises(ValidationError) as refusal:
        city.keep_row(model=District, known_by={"code": "e1"}, values={**CENTRAL, "name": "あ" * 81})

    assert (list(refusal.value.message_dict), District.objects.count()) == (["name"], 0)


def test_keep_settings_changes_the_one_row():
    outcomes = [city.keep_settings(values={"city_name": name}) for name in ("青市", "青市", "緑市")]

    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert (CitySettings.objects.count(), CitySettings.current().city_name) == (1, "緑市")


def test_keep_settings_refuses_a_pale_colour():
    with pytest.raises(ValidationError, match="accent"):
        city.keep_settings(values={"accent": "#ffff00"})


@pytest.mark.parametrize(
    ("titles", "kept"), [(["North"], ["North"]), (["North", "Kita"], ["Kita"]), (["North", ""], [])]
)
def test_keep_english_keeps_the_last_name_told(titles, kept):
    district = DistrictFactory()

    for title in titles:
        city.keep_english(texts=DistrictText, owner={"district": district}, title=title)

    assert list(district.texts.values_list("title", flat=True)) == kept


def test_link_districts_replaces_the_ties():
    north, east, south = (DistrictFactory(code=code) for code in ("n", "e", "s"))
    city.link_districts(district=north, parents=["e"], neighbours=["s"])

    city.link_districts(district=north, parents=[], neighbours=["e", "s"])

    assert (north.parents.count(), set(north.neighbours.all())) == (0, {east, south})


@pytest.mark.parametrize("codes", [["nowhere"], ["n"]], ids=["another that is not there", "itself"])
def test_link_districts_refuses(codes):
    north = DistrictFactory(code="n")

    with pytest.raises(ValidationError, match="parents"):
        city.link_districts(district=north, parents=codes, neighbours=[])


def test_keep_department_makes_an_active_department_with_reading():
    keep_department()

    department = Organization.objects.get(slug="kodomo")
    assert (department.kind, department.status, department.kana) == ("department", "active", "こどもみらいか")


def test_keep_department_shows_its_telephone_and_mail_to_everybody():
    keep_department(phone="000-000-0000", email="kodomo@example.jp")

    shown = ContactPoint.objects.order_by("kind").values_list("kind", "value", "visibility", "consented_at")
    assert list(shown) == [("mail", "kodomo@example.jp", "public", NOW), ("phone", "000-000-0000", "public", NOW)]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, Outcome.UNCHANGED),
        ({"phone": "000-000-0009"}, Outcome.UPDATED),
        ({"phone": ""}, Outcome.UPDATED),
        ({"name": "こども課"}, Outcome.UPDATED),
    ],
)
def test_keep_department_says_what_it_did(change, outcome):
    keep_department(phone="000-000-0000")

    assert keep_department(**{"phone": "000-000-0000", **change}) == outcome


def test_keep_department_refuses_the_code_of_a_group():
    OrganizationFactory(slug="kodomo", kind=Organization.Kind.CIRCLE)

    with pytest.raises(ValidationError, match="slug"):
        keep_department()


def test_link_successors_leads_from_the_old_department_to_the_new():
    keep_department(slug="old")
    keep_department(slug="new")

    city.link_successors(slug="old", successors=["new"])

    assert [one.slug for one in Organization.objects.get(slug="old").successors.all()] == ["new"]


def test_link_successors_refuses_what_is_no_department():
    keep_department(slug="old")
    OrganizationFactory(slug="circle", kind=Organization.Kind.CIRCLE)

    with pytest.raises(ValidationError, match="successors"):
        city.link_successors(slug="old", successors=["circle"])


def test_keep_administrator_makes_a_person_who_may_set_everything_up():
    keep_administrator(email="A@Example.JP")

    person = User.objects.get(staff_number="1")
    assert (person.email, person.is_superuser, person.has_usable_password()) == ("a@example.jp", True, False)
    assert person.groups.get().name == StaffRole.ADMINISTRATOR


@pytest.mark.parametrize(
    ("change", "outcome"),
    [({}, Outcome.UNCHANGED), ({"name": "管理 花子"}, Outcome.UPDATED), ({"email": "b@example.jp"}, Outcome.UPDATED)],
)
def test_keep_administrator_knows_a_person_again(change, outcome):
    keep_administrator()

    assert (keep_administrator(**change), User.objects.count()) == (outcome, 1)


@pytest.mark.parametrize("staff_number", ["", "1"])
def test_keep_administrator_gives_the_role_to_somebody_who_is_known_by_mail(staff_number):
    UserFactory(email="a@example.jp", name="管理", is_superuser=True)

    assert (keep_administrator(staff_number=staff_number), User.objects.count()) == (Outcome.UPDATED, 1)


@pytest.mark.parametrize(("change", "field"), [({"email": "", "staff_number": ""}, "email"), ({"name": ""}, "name")])
def test_keep_administrator_refuses_when(change, field):
    with pytest.raises(ValidationError, match=field):
        keep_administrator(**change)
