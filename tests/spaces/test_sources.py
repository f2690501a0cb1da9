"""Attribution of imported facts."""

import pytest

from spaces.templatetags.sources import dataset_title, licence_href
from tests.factories.spaces import FacilityFactory


@pytest.mark.parametrize(
    ("licence", "href"),
    [
        ("CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/deed.ja"),
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.ja"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.ja"),
        ("MIT", "https://opensource.org/license/mit"),
        ("政府標準利用規約（第2.0版）", ""),
        ("", ""),
    ],
)
def test_licence_href_leads_to_the_licence_when_it_is_known(licence, href):
    assert licence_href(licence) == href


@pytest.mark.parametrize(
    ("dataset", "title"), [("高松市/0022", "0022"), ("112038/preschool", "preschool"), ("unknown/ab12", ""), ("a", "a")]
)
def test_dataset_title_leaves_the_publisher_out(dataset, title):
    assert dataset_title(dataset) == title


@pytest.mark.django_db
@pytest.mark.parametrize("licence", ["CC BY 3.0", "独自の条件"])
def test_imported_facility_names_its_source_on_its_page(client, licence):
    facility = FacilityFactory(source_dataset="高松市/0022", source_attribution="高松市", source_licence=licence)

    page = client.get(facility.get_absolute_url()).content.decode()

    assert "高松市 0022" in page
    assert licence in page


@pytest.mark.django_db
def test_own_facility_names_no_source(client):
    page = client.get(FacilityFactory().get_absolute_url()).content.decode()

    assert 'id="sources"' not in page
