"""Private links of an introduction: answered, used twice, forwarded, run out, guessed, and a group that is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Consent, Delivery, Introduction, MessageTemplate, Organization
from organizations.services import matching
from tests.factories.organizations import (
    ConsentFactory,
    ContactPointFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
)

pytestmark = pytest.mark.django_db
Status, Answer = Introduction.Status, Introduction.Answer


@pytest.fixture
def both():
    """Both sides' links of an introduction whose sides have a telephone each."""
    introduction = IntroductionFactory()
    for number, side in enumerate((introduction.asking, introduction.answering)):
        ContactPointFactory(organization=side, value=f"000-000{number}")
    sides = (introduction.asking, introduction.answering)
    return [ConsentFactory(introduction=introduction, organization=side) for side in sides]


def say(client, consent, answer):
    return client.post(consent.get_absolute_url(), {"answer": answer, "reason": ""}, follow=True).content.decode()


def status_of(consent):
    return Introduction.objects.get(pk=consent.introduction_id).status


def test_introduce_sends_each_side_a_link_of_its_own(coordinator):
    need, offer = NeedFactory(), OfferFactory()
    for row in (need, offer):
        MembershipFactory(organization=row.organization)

    matching.introduce(need=need, offer=offer, by=coordinator)

    bodies = " ".join(Delivery.objects.values_list("body", flat=True))
    links = [consent.get_absolute_url() for consent in Consent.objects.all()]
    assert [bodies.count(link) for link in links] == [1, 1]


def test_links_when_both_say_yes_then_contacts_open_and_neither_page_shows_them(client, both):
    pages = [say(client, consent, "yes") for consent in both]

    assert status_of(both[0]) == Status.CONTACT_OPENED
    assert ["000-000" in page for page in pages] == [False, False]


def test_link_when_used_twice_then_first_answer_stands(client, both):
    say(client, both[0], "yes")

    page = say(client, both[0], "no")

    assert "もうお返事をいただいています" in page
    assert status_of(both[0]) == Status.ASKED


def test_link_when_not_yet_then_may_say_more(client, both):
    say(client, both[0], "later")

    say(client, both[0], "no")

    assert status_of(both[0]) == Status.DECLINED


def test_link_when_forwarded_then_tells_no_name_of_a_person_and_no_contact(client, both):
    Organization.objects.filter(pk=both[0].introduction.answering_id).update(name="田中花子", visibility="staff")

    page = client.get(both[0].get_absolute_url()).content.decode()

    assert ("田中花子" in page, "000-000" in page) == (False, False)


def test_link_when_run_out_or_guessed_then_the_same_page(client, both):
    Consent.objects.filter(pk=both[0].pk).update(expires_at=timezone.now() - timedelta(days=1))

    answers = [client.get(f"/consents/{token}/") for token in (both[0].token, "A" * 22)]

    old, guessed = (answer.content.decode().replace(both[0].token, "A" * 22) for answer in answers)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert old == guessed
    assert "このリンクはもう使えません" in old


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DECLINED, Status.LAPSED])
def test_link_when_it_is_over_then_says_so_without_a_reason(client, both, status):
    Introduction.objects.update(status=status, private_reason="苦手")

    page = say(client, both[1], "yes")

    assert ("今回はご縁がありませんでした" in page, "苦手" in page, status_of(both[1])) == (True, False, status)


def test_answer_when_a_side_was_dissolved_then_refused_and_tonight_it_ends(client, both):
    Organization.objects.filter(pk=both[1].organization_id).update(status="dissolved")
    say(client, both[0], "yes")
    before = status_of(both[0])

    ended = [matching.end_with_groups_gone() for _turn in range(2)]

    assert (before, ended, status_of(both[0])) == (Status.ASKED, [1, 0], Status.WITHDRAWN)
    told = Delivery.objects.filter(purpose="introduction_ended")
    assert [row.name for row in told] == [both[0].organization.name]
    both[0].introduction.need.refresh_from_db()
    assert both[0].introduction.need.status == "open"


def test_end_with_groups_gone_when_contacts_are_open_then_lapses(both):
    Introduction.objects.update(status=Status.CONTACT_OPENED)
    Organization.objects.filter(pk=both[0].organization_id).update(status="merged")

    matching.end_with_groups_gone()

    assert status_of(both[0]) == Status.LAPSED


def test_two_coordinators_settle_one_introduction_then_second_is_told(coordinator, as_user, both):
    Introduction.objects.update(status=Status.TALKED)
    browser, address = as_user(coordinator), f"/desk/introductions/{both[0].introduction_id}/settle/"
    browser.post(address, {"outcome": "done", "note": "一人目"})

    page = browser.post(address, {"outcome": "not", "note": "二人目"})

    assert page.context["settle_form"].non_field_errors()
    assert Introduction.objects.get().outcome_note == "一人目"


def test_introduce_begins_with_the_words_chosen(coordinator, as_user):
    need, offer = NeedFactory(), OfferFactory()
    words = MessageTemplate.objects.create(title="はじめて", text="はじめてのご紹介です。")

    address = f"/desk/matching/{need.pk}/introduce/"
    as_user(coordinator).post(address, {"offer": offer.pk, "template": words.pk, "message": "ぜひ。"})

    assert Introduction.objects.get().message == "はじめてのご紹介です。\n\nぜひ。"
