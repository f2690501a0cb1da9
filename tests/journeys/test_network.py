"""From a need on the board to a co-hosted project, each deed by its own role, in a real browser."""

import pytest
from playwright.sync_api import expect

from organizations.models import Introduction, Need, Project, StaffRole
from tests.factories.events import in_days
from tests.factories.organizations import (
    ContactPointFactory,
    DistrictFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    PartnerFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.journey


def a_coordinator():
    return UserFactory(name="つなぎ役", staff_number="S02", roles=[StaffRole.COORDINATOR])


def spokeswoman(organization):
    """Somebody who speaks for a group that can be called."""
    ContactPointFactory(organization=organization, value=f"000-{organization.pk}")
    return MembershipFactory(organization=organization).user


def test_need_when_a_group_writes_it_without_scripts_then_on_the_board(
    site, scriptless, signed_in, accessible, pictured
):
    DistrictFactory(name="本町")
    member = MembershipFactory().user
    page = signed_in(scriptless, site, member)

    page.goto(f"{site.base_url}/needs/new/")
    page.get_by_label("ひとことで").fill("絵本を読んでくださる方")
    page.get_by_role("button", name="掲示板に出す").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 2
    page.get_by_label("くわしく").fill("月に一度、集会所で。")
    page.get_by_label("何が必要ですか").select_option(label="人手")
    page.get_by_role("button", name="掲示板に出す").click()

    assert page.get_by_role("heading", level=1).inner_text() == "絵本を読んでくださる方"
    assert Need.objects.get().status == "open"
    pictured(page, "need")


def test_board_and_form_when_looked_at_then_accessible(site, phone, desktop, signed_in, accessible, pictured):
    need = NeedFactory(districts=[DistrictFactory()], age_from_months=0, age_to_months=35)
    member = MembershipFactory(organization=need.organization).user

    for page, name in ((phone, "phone"), (desktop, "desktop")):
        signed_in(page, site, member)
        for address in ("/needs/", "/offers/", f"/needs/{need.pk}/", "/needs/new/", "/desk/needs/"):
            page.goto(site.base_url + address)
            accessible(page)
        pictured(page, name)


def test_match_when_the_coordinator_asks_and_both_say_yes_then_contacts_open(
    site, phone, desktop, signed_in, accessible, pictured
):
    need, offer = NeedFactory(title="火曜に絵本を読む方"), OfferFactory()
    asking, answering = spokeswoman(need.organization), spokeswoman(offer.organization)

    desk = signed_in(desktop, site, a_coordinator())
    desk.goto(f"{site.base_url}/desk/matching/")
    accessible(desk)
    desk.get_by_role("link", name="火曜に絵本を読む方").click()
    desk.get_by_text("くわしく読む・紹介する").click()
    desk.get_by_label("両方へのひとこと").fill("一度お話ししてみませんか。")
    accessible(desk)
    pictured(desk, "ranked")
    desk.get_by_role("button", name="両方にたずねる").click()

    for user in (asking, answering):
        side = signed_in(phone, site, user)
        side.goto(f"{site.base_url}/desk/introductions/")
        accessible(side)
        side.locator(".desk-item a").click()
        side.get_by_label("はい。連絡先を伝えてください").check()
        accessible(side)
        pictured(side, f"answer-{user.pk}")
        side.get_by_role("button", name="答えを送る").click()

    assert side.get_by_text(f"000-{need.organization.pk}").is_visible()
    assert Introduction.objects.get().status == Introduction.Status.CONTACT_OPENED
    accessible(side)


def test_project_when_filled_from_an_introduction_then_everybody_reads_its_page(
    site, desktop, phone, signed_in, accessible, pictured
):
    introduction = IntroductionFactory(status=Introduction.Status.CONTACT_OPENED)
    desk = signed_in(desktop, site, a_coordinator())

    desk.goto(f"{site.base_url}/desk/introductions/{introduction.pk}/")
    accessible(desk)
    desk.get_by_role("link", name="いっしょに協働事業を始める").click()
    desk.get_by_label("事業の名前").fill("おはなしの森")
    desk.get_by_label("市はどうかかわりますか").select_option("cohost")
    desk.get_by_role("button", name="始める").click()
    assert "どの施策" in desk.get_by_role("alert").inner_text()
    desk.get_by_label("計画の施策").fill("施策2-1 子どもの居場所")
    accessible(desk)
    desk.get_by_role("button", name="始める").click()

    desk.get_by_label("ひとことで").first.fill("赤ちゃんと絵本の一時間")
    desk.get_by_label("何のため、だれのため").fill("はじめての絵本に出会うため。")
    desk.get_by_role("button", name="保存する", exact=True).click()
    line = desk.get_by_role("group", name="1行目")
    line.get_by_label("だれが", exact=True).select_option(index=1)
    line.get_by_label("すること").fill("会場の準備")
    accessible(desk)
    desk.get_by_role("button", name="役割分担を保存する").click()
    desk.get_by_role("button", name="ページを公開する").click()
    pictured(desk, "desk")

    project = Project.objects.get()
    phone.goto(f"{site.base_url}/projects/")
    accessible(phone)
    phone.get_by_role("link", name="おはなしの森").click()
    assert phone.url.endswith(f"/projects/{project.pk}/")
    assert phone.get_by_text("会場の準備").is_visible()
    accessible(phone)
    pictured(phone, "public")


def test_project_when_a_partner_posts_its_event_then_it_stands_on_the_project_page(
    site, desktop, phone, signed_in, accessible, pictured
):
    project = ProjectFactory(title="おはなしの森", status=Project.Status.RUNNING, is_public=True)
    organization = PartnerFactory(project=project).organization
    organization.publishes_at_once = True
    organization.save()
    desk = signed_in(desktop, site, MembershipFactory(organization=organization).user)

    desk.goto(f"{site.base_url}/desk/events/new/?organization={organization.slug}")
    desk.get_by_label("題名").fill("森の絵本会")
    desk.locator(f"input[name=days][value='{in_days(9).date()}']").check()
    desk.get_by_label("はじまり").fill("10:00")
    desk.get_by_label("おわり").fill("11:00")
    desk.get_by_label("会場", exact=True).fill("中央公園")
    desk.get_by_text("分野、タグ").click()
    desk.locator("#id_project").select_option(label="おはなしの森")
    desk.get_by_role("button", name="保存して見え方を確かめる").click()
    desk.get_by_role("button", name="公開する").click()
    expect(desk.get_by_text("公開しました")).to_be_visible()

    phone.goto(f"{site.base_url}/projects/{project.pk}/")
    accessible(phone)
    pictured(phone, "with-event")
    phone.get_by_role("link", name="森の絵本会").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("森の絵本会")
