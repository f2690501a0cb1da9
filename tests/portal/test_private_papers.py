"""A group's papers are read where its registration is decided, and nowhere else."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from organizations.models import Attachment, StaffRole
from organizations.services.papers import keep_paper
from tests.conftest import signed_in
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
INTAKE = {StaffRole.PLACE_STAFF, StaffRole.COORDINATOR, StaffRole.LEAD_COORDINATOR}


@pytest.fixture
def paper(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return keep_paper(title="会員名簿", file=ContentFile(b"%PDF-1.4 names", name="rules.pdf"), by=None)


@pytest.fixture
def editor():
    return signed_in(UserFactory(roles=[StaffRole.EDITOR]))


def test_private_paper_by_its_address_is_there_for_those_who_take_people_in_only(paper):
    browsers = {None: Client(), "resident": signed_in(UserFactory())}
    browsers |= {role: signed_in(UserFactory(roles=[role])) for role in StaffRole}

    opened = {role for role, browser in browsers.items() if browser.get(paper.url).status_code == 200}

    assert opened == INTAKE


def test_private_paper_is_not_in_the_editors_library_nor_in_its_chooser(paper, editor):
    shown = [editor.get(path).content.decode() for path in ("/cms/documents/", "/cms/documents/chooser/results/")]

    assert [page for page in shown if "会員名簿" in page] == []


def test_private_paper_cannot_be_opened_to_all_by_an_editor(paper, editor):
    editor.post(f"/cms/documents/edit/{paper.pk}/", {"title": "x", "collection": "1", "language": "ja", "tags": ""})

    assert Attachment.objects.get().is_private


def test_document_an_editor_adds_is_in_her_library(paper, editor):
    file = ContentFile("日程\n".encode(), name="days.txt")

    editor.post("/cms/documents/add/", {"title": "日程", "file": file, "language": "ja", "tags": ""})

    assert "日程" in editor.get("/cms/documents/").content.decode()
