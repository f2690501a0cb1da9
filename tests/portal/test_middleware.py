"""Who asks, and from where."""

import pytest

from portal.middleware import client_address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        pytest.param(0, "10.0.0.9", "127.0.0.1", id="no proxy: nobody's word counts"),
        pytest.param(1, "10.0.0.9, 198.51.100.7", "198.51.100.7", id="one proxy: the last word"),
        pytest.param(2, "10.0.0.9, 198.51.100.7, 192.0.2.1", "198.51.100.7", id="two proxies"),
        pytest.param(1, "", "127.0.0.1", id="nothing said"),
        pytest.param(3, "10.0.0.9", "127.0.0.1", id="fewer words than proxies"),
    ],
)
def test_client_address_when_forwarded_then_only_our_proxies_are_believed(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


@pytest.mark.parametrize(
    ("networks", "status"),
    [([], 302), (["127.0.0.0/8"], 302), (["10.20.0.0/16"], 404)],
    ids=["no networks named", "inside", "outside"],
)
def test_admin_when_networks_are_named_then_only_there(client, settings, networks, status):
    settings.STAFF_NETWORKS = networks

    assert client.get("/cms/").status_code == status


def test_admin_when_the_address_is_no_address_then_not_there(client, settings):
    settings.STAFF_NETWORKS = ["10.20.0.0/16"]

    assert client.get("/cms/", REMOTE_ADDR="").status_code == 404


def look_up(client, address, number):
    guess = {"reference": f"AAAAAA{number:02}", "last_four": "0000"}
    return client.post("/receipts/", guess, headers={"X-Forwarded-For": address}).content.decode()


def test_visitors_behind_a_proxy_are_counted_each_for_herself(client, settings):
    settings.TRUSTED_PROXIES = 1

    answers = [look_up(client, "198.51.100.7", number) for number in range(11)]
    neighbour = look_up(client, "198.51.100.8", 12)

    assert "回数が多く" in answers[-1]
    assert "回数が多く" not in answers[-2] + neighbour
