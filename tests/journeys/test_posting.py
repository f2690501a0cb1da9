"""A group posts a series with a picture on a phone: left half-written, taken up again, previewed, published; and the
essential path once more without JavaScript."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from events.models import Event, UnsentForm
from organizations.models import Visibility
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.journey


@pytest.fixture
def member(site):
    """A member of a group whose events show at once, and an event of the same name that day at the same place."""
    member = MembershipFactory(organization__name="絵本の会ことのは", organization__slug="kotonoha")
    organization = member.organization
    organization.publishes_at_once, organization.visibility = True, Visibility.PUBLIC
    organization.save()
    OccurrenceFactory(event=EventFactory(title="おはなし会 冬"), starts_at=in_days(7))
    return member


def photo():
    content = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    Image.new("RGB", (800, 600), "darkseagreen").save(content, "JPEG", exif=exif)
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def begin(page):
    page.get_by_label("題名").fill("冬のおはなし会")
    for days in (7, 14):
        page.locator(f"input[name=days][value='{in_days(days).date()}']").check()
    page.get_by_label("はじまり").fill("10:00")
    page.get_by_label("おわり").fill("11:30")
    page.get_by_label("会場", exact=True).fill("中央公園")


def describe(page):
    page.get_by_label("写っているもの").fill("大きな絵本を囲む子どもたち")
    page.get_by_label("写っている人").select_option("guardians")


def published():
    event = Event.objects.select_related("picture").get(title="冬のおはなし会")
    return event.status, event.occurrences.count(), bool(event.picture and event.picture.is_publishable)


def test_series_when_posted_on_a_phone_then_nothing_typed_is_lost_on_the_way(site, member, phone, signed_in, looked_at):
    signed_in(phone, site, member.user).goto(f"{site.base_url}/desk/events/new/")
    begin(phone)
    phone.locator("#id_picture_file").set_input_files(photo())
    expect(phone.get_by_text("に保存しました")).to_be_visible()
    expect(phone.locator("[data-picture-shown] img")).to_be_visible()

    phone.goto(f"{site.base_url}/desk/events/")
    phone.get_by_role("link", name="冬のおはなし会").click()
    expect(phone.get_by_label("会場", exact=True)).to_have_value("中央公園")
    describe(phone)
    phone.locator("[data-picture-shown] img").click(position={"x": 5, "y": 5})
    expect(phone.get_by_label("左上")).to_be_checked()
    looked_at(phone, "form")
    phone.get_by_role("button", name="保存して見え方を確かめる").click()

    expect(phone.get_by_text("もう載っているイベントではありませんか？")).to_be_visible()
    expect(phone.get_by_text("年齢を書くと、年齢でさがす家庭に見つかります。")).to_be_visible()
    looked_at(phone, "preview")
    phone.get_by_role("button", name="同じではない").click()
    expect(phone.get_by_text("もう載っているイベントではありませんか？")).to_have_count(0)
    phone.get_by_role("button", name="公開する").click()

    expect(phone.get_by_text("公開しました。")).to_be_visible()
    assert published() == (Event.Status.PUBLISHED, 2, True)
    assert not UnsentForm.objects.exists()


def test_series_when_posted_without_javascript_then_kept_mended_and_published(
    site, member, scriptless, signed_in, pictured
):
    page = signed_in(scriptless, site, member.user)
    page.goto(f"{site.base_url}/desk/events/new/")
    begin(page)
    page.get_by_role("button", name="書きかけを保存").click()
    page.get_by_role("link", name="冬のおはなし会").click()
    page.locator("#id_picture_file").set_input_files(photo())
    page.get_by_role("button", name="保存して見え方を確かめる").click()

    expect(page.get_by_text("この写真をお預かりしています。")).to_be_visible()
    pictured(page, "mend")
    describe(page)
    page.get_by_role("button", name="保存して見え方を確かめる").click()
    page.get_by_role("button", name="公開する").click()

    expect(page.get_by_text("公開しました。")).to_be_visible()
    assert published() == (Event.Status.PUBLISHED, 2, True)
