"""Introducing two groups in a browser: the coordinator's desk, and each side's own page."""

import pytest

from organizations.models import Introduction, Organization, Project
from tests.factories.organizations import (
    ContactPointFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db
Status, Answer = Introduction.Status, Introduction.Answer


@pytest.fixture
def desk(coordinator, as_user):
    return as_user(coordinator)


@pytest.fixture
def introduction():
    return IntroductionFactory(message="おふたりは合いそうです", reasons=[])


@pytest.fixture
def sides(introduction, as_user):
    """The browsers of the asking and the answering group."""
    groups = (introduction.asking, introduction.answering)
    return [as_user(MembershipFactory(organization=group).user) for group in groups]


def address(introduction, tail=""):
    return f"/desk/introductions/{introduction.pk}/{tail}"


def test_desk_lists_open_needs_longest_waiting_first(desk):
    first, second = NeedFactory(), NeedFactory()
    NeedFactory(status="met")

    assert list(desk.get("/desk/matching/").context["needs"]) == [first, second]


@pytest.mark.parametrize("count", [1, 3])
def test_desk_asks_the_database_as_often_for_one_as_for_three(desk, count, django_assert_num_queries):
    NeedFactory.create_batch(count)
    IntroductionFactory.create_batch(count)
    desk.get("/desk/matching/")

    with django_assert_num_queries(7):
        desk.get("/desk/matching/")


def test_need_page_ranks_offers_with_reasons_in_words(desk):
    need, offer = NeedFactory(), OfferFactory()
    OfferFactory(title="軽トラ", text="", resource="goods")

    page = desk.get(f"/desk/matching/{need.pk}/")

    assert [found.offer for found in page.context["suggestions"]] == [offer]
    assert "どちらも「読み聞かせ」のことです。" in page.content.decode()


def test_need_page_when_nothing_fits_then_says_what_next(desk):
    page = desk.get(f"/desk/matching/{NeedFactory().pk}/")

    assert page.context["suggestions"] == []
    assert "/desk/matching/pair/" in page.content.decode()


def test_introduce_asks_both_and_leads_to_the_introduction(desk, coordinator):
    need, offer = NeedFactory(), OfferFactory()

    answer = desk.post(f"/desk/matching/{need.pk}/introduce/", {"offer": offer.pk, "message": "ぜひ"})

    introduction = Introduction.objects.get()
    assert answer["Location"] == address(introduction)
    assert (introduction.status, introduction.message, introduction.coordinator) == (Status.ASKED, "ぜひ", coordinator)


def test_introduce_when_refused_then_a_sentence(desk):
    need, offer = NeedFactory(), OfferFactory(status="paused")

    page = desk.post(f"/desk/matching/{need.pk}/introduce/", {"offer": offer.pk}, follow=True)

    assert "どちらかの受付が終わっています" in page.content.decode()


@pytest.mark.parametrize("number", ["", "x", "99999", "９", "-1", "9" * 40, "9" * 5000])
def test_introduce_an_offer_that_is_not_there(desk, number):
    assert desk.post(f"/desk/matching/{NeedFactory().pk}/introduce/", {"offer": number}).status_code == 404


def test_pair_brings_two_groups_together(desk):
    first, second = OrganizationFactory(), OrganizationFactory()

    desk.post("/desk/matching/pair/", {"asking": first.pk, "answering": second.pk, "message": ""})

    assert Introduction.objects.get().asking == first


def test_pair_of_one_group_with_itself_is_refused_on_the_form(desk):
    group = OrganizationFactory()

    answer = desk.post("/desk/matching/pair/", {"asking": group.pk, "answering": group.pk})

    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("tail", ["", "pair/", "1/", "1/introduce/"])
def test_coordinators_doors_for_everybody_else_look_like_nothing(
    tail, resident, representative, place_staff, department, administrator, as_user
):
    NeedFactory(pk=1)
    people = (resident, representative, place_staff, department, administrator)

    assert {as_user(user).get(f"/desk/matching/{tail}").status_code for user in people} == {404}


def test_both_say_yes_and_see_each_others_contacts(introduction, sides):
    for group, value in ((introduction.asking, "000-1"), (introduction.answering, "000-2")):
        ContactPointFactory(organization=group, value=value)
    before = sides[0].get(address(introduction)).content.decode()

    for side in sides:
        side.post(address(introduction, "answer/"), {"answer": "yes"})

    after = [side.get(address(introduction)).content.decode() for side in sides]
    assert "000-2" not in before
    assert ["000-2" in after[0], "000-1" in after[1]] == [True, True]


def test_a_no_and_its_reason_are_never_shown_to_the_other_side(introduction, sides, desk):
    sides[0].post(address(introduction, "answer/"), {"answer": "no", "reason": "相性が悪い"})

    other, lead = sides[1].get(address(introduction)).content.decode(), desk.get(address(introduction)).content.decode()
    assert ("相性が悪い" in lead, "お断り" in lead) == (True, True)
    assert ("相性が悪い" in other, "お断り" in other, "いいえ" in other) == (False, False, False)


def test_answer_of_one_side_is_not_shown_to_the_other(introduction, sides):
    sides[0].post(address(introduction, "answer/"), {"answer": "yes"})

    form = sides[1].get(address(introduction)).context["answer_form"]
    assert not form["answer"].value()


def test_answer_without_one_keeps_the_reason_typed(introduction, sides):
    answer = sides[0].post(address(introduction, "answer/"), {"reason": "まだ相談中"})

    form = answer.context["answer_form"]
    assert ("answer" in form.errors, form["reason"].value()) == (True, "まだ相談中")


def test_answer_when_it_is_over_then_a_sentence(introduction, sides):
    Introduction.objects.update(status=Status.WITHDRAWN)

    page = sides[0].post(address(introduction, "answer/"), {"answer": "yes"}, follow=True).content.decode()

    assert "もう返事を待っていません" in page


def test_answer_by_the_coordinator_is_not_there(introduction, desk):
    assert desk.post(address(introduction, "answer/"), {"answer": "yes"}).status_code == 404


def test_mine_lists_what_waits_for_my_groups(introduction, sides):
    IntroductionFactory()
    over = IntroductionFactory(need=introduction.need, status="lapsed")

    context = sides[0].get("/desk/introductions/").context

    assert (context["waiting"], context["others"]) == ([introduction], [over])


@pytest.mark.parametrize("tail", ["", "answer/", "move/", "settle/", "project/"])
def test_introduction_for_everybody_else_looks_like_nothing(
    introduction, tail, resident, representative, place_staff, department, as_user
):
    people = (resident, representative, place_staff, department)

    answers = {as_user(user).post(address(introduction, tail), {"answer": "yes"}).status_code for user in people}

    assert answers == {404}


@pytest.mark.parametrize("tail", ["move/", "settle/", "project/"])
def test_coordinators_deeds_are_not_there_for_the_sides(introduction, sides, tail):
    assert sides[0].post(address(introduction, tail), {"deed": "withdraw"}).status_code == 404


@pytest.mark.parametrize(
    ("status", "deed", "after"), [("asked", "withdraw", Status.WITHDRAWN), ("contact_opened", "talk", Status.TALKED)]
)
def test_move_calls_off_or_notes_the_talk(introduction, desk, status, deed, after):
    Introduction.objects.update(status=status)

    desk.post(address(introduction, "move/"), {"deed": deed})

    introduction.refresh_from_db()
    assert introduction.status == after


def test_settle_without_a_word_when_it_failed_asks_for_it(introduction, desk):
    Introduction.objects.update(status=Status.TALKED)

    answer = desk.post(address(introduction, "settle/"), {"outcome": "not"})

    assert "note" in answer.context["settle_form"].errors


def test_settle_keeps_what_became_of_it(introduction, desk):
    Introduction.objects.update(status=Status.TALKED)

    desk.post(address(introduction, "settle/"), {"outcome": "done", "note": "毎月来てくれる"})

    introduction.refresh_from_db()
    assert (introduction.status, introduction.outcome_note) == (Status.SETTLED, "毎月来てくれる")


def test_project_starts_from_an_introduction(introduction, desk):
    Introduction.objects.update(status=Status.CONTACT_OPENED)

    answer = desk.post(
        address(introduction, "project/"), {"title": "おはなしの森", "form": "support", "fiscal_year": this_year(desk)}
    )

    project = Project.objects.get()
    assert (project.introduction, answer["Location"]) == (introduction, f"/desk/projects/{project.pk}/")


def this_year(desk):
    return desk.get("/desk/projects/new/").context["form"].fields["fiscal_year"].choices[0][0]


def test_project_before_both_said_yes_is_refused_on_the_form(introduction, desk):
    answer = desk.post(
        address(introduction, "project/"), {"title": "早い", "form": "support", "fiscal_year": this_year(desk)}
    )

    assert (Project.objects.count(), bool(answer.context["form"].non_field_errors())) == (0, True)


def test_pages_in_english(introduction, sides, desk):
    need = NeedFactory()
    OfferFactory()
    addresses = ["/desk/matching/", f"/desk/matching/{need.pk}/", "/desk/matching/pair/", address(introduction)]

    assert {desk.get(f"/en{one}").status_code for one in addresses} == {200}
    assert sides[0].get(f"/en{address(introduction)}").status_code == 200


def test_answer_heard_by_telephone_counts_for_the_side_named(introduction, desk):
    for side in (introduction.asking, introduction.answering):
        desk.post(address(introduction, "heard/"), {"side": side.pk, "answer": "yes"})

    introduction.refresh_from_db()
    assert introduction.status == Status.CONTACT_OPENED


@pytest.mark.parametrize("side", ["", "x", "99999"])
def test_answer_heard_of_nobody_asks_who(introduction, desk, side):
    page = desk.post(address(introduction, "heard/"), {"side": side, "answer": "yes"})

    assert "side" in page.context["heard_form"].errors


def test_heard_is_not_there_for_the_sides(introduction, sides):
    answer = sides[0].post(address(introduction, "heard/"), {"side": introduction.answering.pk, "answer": "yes"})

    assert answer.status_code == 404


def test_name_of_a_person_stays_hidden_until_both_say_yes(introduction, sides, desk):
    Organization.objects.filter(pk=introduction.answering.pk).update(name="田中花子", visibility="staff")
    before = sides[0].get(address(introduction)).content.decode()

    Introduction.objects.update(status=Status.CONTACT_OPENED)

    after = sides[0].get(address(introduction)).content.decode()
    assert ["田中花子" in page for page in (before, after)] == [False, True]
    assert "田中花子" in desk.get(address(introduction)).content.decode()
