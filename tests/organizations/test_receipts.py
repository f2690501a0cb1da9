"""A form sent twice does its deed once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from organizations.models import District, Receipt
from organizations.services import receipts
from tests.factories.organizations import DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db


def make_district():
    return f"/districts/{DistrictFactory().code}/"


def test_settle_when_sent_again_then_finds_the_first_outcome():
    first = receipts.settle(token="t", purpose="district", deed=make_district)
    second = receipts.settle(token="t", purpose="district", deed=make_district)

    assert second == first
    assert District.objects.count() == 1


@pytest.mark.parametrize(
    ("token", "purpose", "same_person"),
    [("other", "district", True), ("t", "other", True), ("t", "district", False), ("", "district", True)],
    ids=["another form", "another purpose", "another person", "no token"],
)
def test_settle_when_anything_differs_then_acts(token, purpose, same_person):
    person, stranger = UserFactory(), UserFactory()
    receipts.settle(token="t", purpose="district", deed=make_district, by=person)

    receipts.settle(token=token, purpose=purpose, deed=make_district, by=person if same_person else stranger)

    assert District.objects.count() == 2


def refuse():
    DistrictFactory()
    raise ValidationError("no", code="no")


def test_settle_when_refused_then_leaves_nothing_and_the_token_is_free():
    with pytest.raises(ValidationError):
        receipts.settle(token="t", purpose="district", deed=refuse)

    receipts.settle(token="t", purpose="district", deed=make_district)

    assert District.objects.count() == Receipt.objects.count() == 1


def collide():
    DistrictFactory(code="1")
    DistrictFactory(code="1")


def test_settle_when_the_deed_breaks_a_constraint_then_says_so():
    with pytest.raises(IntegrityError):
        receipts.settle(token="t", purpose="district", deed=collide)
