"""What would bring more suggestions, who could help a project, and which groups should know each other."""

import pytest
from django.utils import timezone

from organizations.services import peers, suggestions
from tests.factories.organizations import (
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def test_widenings_say_which_limit_keeps_how_many_away():
    need = NeedFactory(weekdays=["mon"], age_from_months=0, age_to_months=35)
    OfferFactory.create_batch(2, weekdays=["sat"])
    OfferFactory(age_from_months=72, age_to_months=143)
    OfferFactory(weekdays=["mon"])

    assert suggestions.widenings(need, timezone.now()) == [("weekdays", 2), ("ages", 1)]


def test_need_page_with_few_suggestions_says_what_would_bring_more(coordinator, as_user):
    need = NeedFactory(weekdays=["mon"])
    OfferFactory.create_batch(3, weekdays=["sat"])

    page = as_user(coordinator).get(f"/desk/matching/{need.pk}/").content.decode()

    assert "ほかの曜日でもよければ：あと3件" in page


@pytest.fixture
def groups():
    """One that asks for readers aloud, one with the same worry, one that reads aloud, one that plays chess."""
    return {name: OrganizationFactory(name=name) for name in ("asks", "same", "reads", "plays")}


def test_peers_of_a_group_share_its_worry_or_complement_it(groups):
    need = NeedFactory(organization=groups["asks"])
    twin = NeedFactory(organization=groups["same"])
    offer = OfferFactory(organization=groups["reads"])
    chess = NeedFactory(organization=groups["plays"], title="将棋を教える人", text="将棋の相手がほしい")
    taught = OfferFactory(organization=groups["asks"], title="将棋を教えます", text="将棋")

    found = peers.peers_of(groups["asks"], timezone.now())

    pairs = [[(pair.mine, pair.theirs) for pair in part] for part in vars_of(found)]
    assert pairs == [[(need, twin)], [(need, offer)], [(taught, chess)]]
    assert all(pair.reasons for part in vars_of(found) for pair in part)


def vars_of(found):
    return found.same_worry, found.can_help_us, found.we_can_help


def test_helpers_of_a_project_leave_its_partners_out(groups):
    project = ProjectFactory(title="読み聞かせの森", summary="絵本を読む会")
    for role, name in (("lead", "asks"), ("partner", "same")):
        PartnerFactory(project=project, organization=groups[name], role=role)
    offers = [OfferFactory(organization=groups[name]) for name in ("asks", "same", "reads")]

    found = suggestions.helpers_of(project, timezone.now())

    assert [one.offer for one in found] == offers[2:]


def test_pages_lead_to_an_introduction_filled_in(groups, coordinator, as_user):
    NeedFactory(organization=groups["asks"])
    offer = OfferFactory(organization=groups["reads"])
    project = ProjectFactory(title="読み聞かせの森")
    PartnerFactory(project=project, organization=groups["asks"])
    browser, slug = as_user(coordinator), groups["asks"].slug

    way = f"/desk/matching/pair/?asking={groups['asks'].pk}&amp;answering={offer.organization_id}"
    addresses = (f"/desk/groups/{slug}/peers/", f"/desk/projects/{project.pk}/helpers/")
    pages = [browser.get(f"{prefix}{one}").content.decode() for prefix in ("", "/en") for one in addresses]

    assert [way in page for page in pages] == [True, True, True, True]
    form = browser.get(way.replace("&amp;", "&")).context["form"]
    assert form.initial == {"asking": str(groups["asks"].pk), "answering": str(offer.organization_id)}
