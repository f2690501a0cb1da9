"""Addresses → the city's districts, only where its table leaves no doubt."""

from datetime import date

import pytest

from organizations.models import AddressRange
from portal.models import CitySettings
from portal.opendata.districts import DistrictFinder, comparable
from tests.factories.organizations import DistrictFactory

TODAY = date(2026, 11, 24)
TOWNS = (
    ("中央一丁目", None, None, "e1"),
    ("北町", 1, 120, "e1"),
    ("北町", 121, None, "e2"),
    ("北町西", None, None, "e3"),
    ("境町", None, None, "e1"),
    ("境町", None, None, "e2"),
)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("中央一丁目2-3", "中央1丁目2-3"),
        ("中央１丁目", "中央1丁目"),
        ("南十二丁目", "南12丁目"),
        ("南二十丁目", "南20丁目"),
        ("三番町 5", "三番町5"),
    ],
)
def test_comparable_makes_addresses_alike(address, same):
    assert comparable(address) == same


@pytest.fixture
def finder(db):
    CitySettings.objects.create(city_name="あさぎり市", city_code="000001")
    districts = {code: DistrictFactory(code=code) for code in ("e1", "e2", "e3")}
    for town, first, last, code in TOWNS:
        AddressRange.objects.create(
            town=town, block_from=first, block_to=last, district=districts[code], valid_from="2020-04-01"
        )
    return DistrictFinder.on(TODAY)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param("あさぎり市中央1丁目2-3", "e1", id="by town"),
        pytest.param("〇〇県あさぎり市大字北町120", "e1", id="by block"),
        pytest.param("あさぎり市北町１２１番地", "e2", id="by an open block"),
        pytest.param("あさぎり市北町西3", "e3", id="the longer town"),
        pytest.param("あさぎり市北町", None, id="no block to tell"),
        pytest.param("あさぎり市境町1", None, id="two districts"),
        pytest.param("あさぎり市南町1", None, id="a town that is not there"),
        pytest.param("よその市中央1丁目2-3", None, id="another city"),
    ],
)
def test_find_gives_the_district_when_the_address_is(finder, address, code):
    found = finder.find(address)

    assert (found and found.code) == code


@pytest.mark.parametrize(("code", "found"), [("000001", True), ("112038", False)])
def test_find_believes_the_city_code_when_there_is_one(finder, code, found):
    assert bool(finder.find("中央一丁目2-3", code=code)) is found


def test_find_gives_nothing_when_the_table_is_no_longer_valid(finder):
    AddressRange.objects.update(valid_through="2026-03-31")

    assert DistrictFinder.on(TODAY).find("あさぎり市中央1丁目2-3") is None


@pytest.mark.django_db
def test_find_gives_nothing_when_the_city_has_no_name():
    assert DistrictFinder.on(TODAY).find("中央1丁目") is None
