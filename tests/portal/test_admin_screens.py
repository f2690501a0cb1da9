import re

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Locale

from tests.factories.organizations import UserFactory
from tests.factories.portal import ContentPageFactory, IndexPageFactory, NewsPageFactory, PictureFactory, home

SCREENS = [
    "/cms/",
    "/cms/pages/",
    "/cms/images/",
    "/cms/images/multiple/add/",
    "/cms/documents/",
    "/cms/documents/multiple/add/",
    "/cms/snippets/",
    "/cms/redirects/",
    "/cms/redirects/add/",
    "/cms/users/",
    "/cms/groups/",
    "/cms/locales/",
    "/cms/collections/",
    "/cms/workflows/list/",
    "/cms/reports/site-history/",
    "/cms/reports/locked/",
    "/cms/reports/aging-pages/",
    "/cms/account/",
    "/cms/settings/portal/navigation/",
    "/cms/settings/portal/emergencybanner/",
    "/cms/settings/portal/citysettings/",
]
# Names, formats and what an editor types may be Latin; a run of three English words is a sentence left behind.
ENGLISH = re.compile(r"[A-Za-z][a-z’']+(?: [a-z’']+){2,}")
HIDDEN = re.compile(r"<(script|style|template|svg)\b.*?</\1>|<[^>]*>", re.S)


@pytest.fixture
def editor(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def english_on(answer):
    return ENGLISH.findall(HIDDEN.sub(" ", answer.content.decode()))


@pytest.mark.once
@pytest.mark.parametrize("address", SCREENS)
def test_a_screen_of_the_administration_is_in_japanese(editor, address):
    with translation.override("ja"):
        answer = editor.get(address, follow=True)

    assert answer.status_code == 200
    assert english_on(answer) == []


def test_the_screens_of_a_page_are_in_japanese(editor):
    page = ContentPageFactory(picture=PictureFactory(), body=[("text", "<p>本文</p>")])
    folder = IndexPageFactory()
    NewsPageFactory(parent=folder)
    addresses = [
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/pages/{page.pk}/history/",
        f"/cms/pages/{page.pk}/delete/",
        f"/cms/pages/{page.pk}/move/",
        f"/cms/pages/{page.pk}/copy/",
        f"/cms/pages/{folder.pk}/",
        f"/cms/pages/{folder.pk}/add_subpage/",
        f"/cms/pages/add/portal/newspage/{folder.pk}/",
        f"/cms/images/{page.picture_id}/",
    ]

    answers = [editor.get(address) for address in addresses]

    assert [(answer.request["PATH_INFO"], answer.status_code) for answer in answers if answer.status_code != 200] == []
    assert [(answer.request["PATH_INFO"], english_on(answer)) for answer in answers if english_on(answer)] == []


def test_a_page_can_be_translated_into_english_by_the_editor(editor):
    page = ContentPageFactory(slug="guide")
    english = Locale.objects.get(language_code="en")

    editor.post(f"/cms/translation/submit/page/{page.pk}/", {"locales": [english.pk]})

    assert page.get_translation(english).get_parent().pk == home("en").pk


def test_the_help_menu_holds_only_what_stands_on_this_site(editor):
    page = editor.get("/cms/").content.decode()

    assert "ショートカット" in page or "keyboard-shortcuts-trigger" in page
    assert "whats-new-in-wagtail" not in page


def test_the_page_editor_has_a_policy_of_its_own_and_other_pages_the_strict_one(editor):
    assert "'unsafe-inline'" in editor.get("/cms/")["Content-Security-Policy"]
    assert "'unsafe-inline'" not in editor.get("/")["Content-Security-Policy"]
