"""What is printed: flyer, sign, list, and the squares that lead back."""

import re

import pytest

from organizations.models import PaperCode
from organizations.services.paper_codes import code_for
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db


def test_code_when_asked_again_then_is_the_same_and_leads_to_the_page(client):
    code = code_for("/events/1/")

    assert code_for("/events/1/") == code
    assert client.get(f"/q/{code.code}/").headers["Location"] == "/events/1/"
    assert client.get(f"/q/{code.code.upper()}/").headers["Location"] == "/events/1/"


def test_code_when_unknown_then_not_there(client):
    assert client.get("/q/zzzzzzzz/").status_code == 404


@pytest.mark.parametrize("sheet", ["flyer", "sign"])
def test_sheet_when_shown_then_its_short_address_leads_to_the_date(client, sheet):
    occurrence = OccurrenceFactory(event=EventFactory(title="どろんこ", apply="phone", apply_phone="048-111-2222"))

    page = client.get(f"{occurrence.get_absolute_url()}{sheet}/").content.decode()

    code = re.search(r"/q/(\w+)/", page)[1]
    assert PaperCode.objects.get(code=code).path == occurrence.get_absolute_url()
    assert "048-111-2222" in page
    assert 'class="qr"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_on_paper_when_some_dates_then_the_same_few_queries(client, count, django_assert_num_queries):
    OccurrenceFactory.create_batch(count)
    client.get("/events/print/")

    with django_assert_num_queries(4):
        page = client.get("/events/print/").content.decode()

    assert page.count("<strong>絵本の時間") == count


def test_list_on_paper_when_staff_print_it_then_has_a_code_of_its_own(client):
    OccurrenceFactory()
    client.get("/events/print/?free=1")
    client.force_login(UserFactory(roles=["place_staff"]))

    client.get("/events/print/?free=1")

    assert PaperCode.objects.get().path == "/events/?free=1"
