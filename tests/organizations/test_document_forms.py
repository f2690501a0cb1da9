from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organizations.forms.documents import is_what_it_says
from organizations.models import Attachment
from tests.organizations.shelves import shelf


def office(part):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(part, "<x/>")
    return out.getvalue()


TRUE = [
    pytest.param("規約.pdf", b"%PDF-1.7\n...", id="pdf"),
    pytest.param("規約.docx", office("word/document.xml"), id="docx"),
    pytest.param("名簿.xlsx", office("xl/workbook.xml"), id="xlsx"),
    pytest.param("一覧.csv", "名前,ふりがな\n".encode("cp932"), id="csv of Excel"),
    pytest.param("一覧.txt", "名前".encode("utf-8-sig"), id="text with a mark"),
]
FALSE = [
    pytest.param("規約.pdf", b"<script>alert(1)</script>", id="html called pdf"),
    pytest.param("規約.docx", office("xl/workbook.xml"), id="xlsx called docx"),
    pytest.param("規約.docx", b"PK\x03\x04broken", id="broken zip"),
    pytest.param("一覧.csv", b"\x89PNG\r\n\x1a\n\0\0", id="picture called csv"),
]


@pytest.mark.parametrize(("name", "data"), TRUE)
def test_a_document_that_is_what_it_says_is_known_and_left_at_its_beginning(name, data):
    file = SimpleUploadedFile(name, data)

    assert is_what_it_says(file)
    assert file.read() == data


@pytest.mark.parametrize(("name", "data"), FALSE)
def test_a_document_that_is_something_else_is_not(name, data):
    assert not is_what_it_says(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(("name", "data"), [*FALSE, pytest.param("x.exe", b"MZ", id="exe"), ("x.svg", b"<svg/>")])
def test_the_library_refuses_with_a_sentence(library, name, data):
    answer = library.post(
        reverse("wagtaildocs:add"), {"title": "規約", "file": SimpleUploadedFile(name, data), "tags": ""}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()


def test_among_several_a_true_document_is_kept_in_japanese(library):
    file = SimpleUploadedFile("規約.pdf", b"%PDF-1.7")
    headers = {"X-Requested-With": "XMLHttpRequest"}

    answer = library.post(
        reverse("wagtaildocs:add_multiple"), {"files[]": file, "title": "規約"} | shelf(), headers=headers
    )

    assert answer.json()["success"]
    assert Attachment.objects.get().language == "ja"
