"""Files that are not what they seem, through every door a group has: a sentence, or a clean picture."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from organizations.models import Attachment, Membership, Picture
from tests.conftest import signed_in
from tests.factories.events import EventFactory
from tests.factories.organizations import EnrolmentFactory, MembershipFactory
from tests.organizations.test_images import SVG, bomb, drawn, with_exif
from tests.portal.hostile import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # refused before any database is asked
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\nshowpage\n"
PAGE = b"<!doctype html><script>evil()</script>"
NO_PICTURES = {
    "empty": ("a.jpg", b""),
    "cut off": ("a.jpg", drawn(size=(400, 400))[:-300]),
    "only a head": ("a.jpg", drawn()[:20]),
    "png with a wrong sum": ("a.png", drawn("PNG")[:40] + b"xxxx" + drawn("PNG")[44:]),
    "100 million dots": ("a.png", bomb()),
    "svg": ("a.svg", SVG),
    "svg called png": ("a.png", SVG),
    "eps called png": ("a.png", EPS),
    "page called jpg": ("a.jpg", PAGE),
    "15 MB": ("a.jpg", drawn() + b"\0" * 15_000_000),
}
NO_PAPERS = NO_PICTURES | {
    "page called pdf": ("a.pdf", PAGE),
    "program called docx": ("a.docx", b"MZ\x90"),
    "picture in truth": ("a.jpg", drawn()),
    "way out": ("../../a.sh", b"#!/bin/sh"),
}


@pytest.fixture
def head(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return MembershipFactory(role=Membership.Role.REPRESENTATIVE)


def doors(head):
    """The pages on which a group gives a picture."""
    return [
        f"/organizations/{head.organization.slug}/edit/",
        f"/desk/events/{EventFactory(lead=head.organization).pk}/edit/",
        "/desk/events/new/",
    ]


def hand_in(head, path, name, data, field="picture_file"):
    client = signed_in(head.user)
    client.raise_request_exception = False
    form = next(form for form in forms_of(client.get(path).content.decode(), path) if field in form.kinds)
    said = form.filled() | {field: SimpleUploadedFile(name, data), "picture_alt": "庭", "picture_people": "none"}
    return client.post(form.action, said)


@pytest.mark.parametrize(("name", "data"), NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_with_a_sentence_at_every_door(head, name, data):
    answers = [hand_in(head, path, name, data) for path in doors(head)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [list(answer.context["form"].errors) for answer in answers] == [["picture_file"]] * 3
    assert not Picture.objects.exists()


@pytest.mark.parametrize("data", [with_exif(), drawn("GIF", mode="P") + PAGE], ids=["where it was taken", "a script"])
def test_what_hides_in_a_picture_is_gone_when_it_is_kept(head, data):
    answers = [hand_in(head, path, "IMG_1.JPG", data) for path in doors(head)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    for picture in Picture.objects.all():
        with picture.file.open() as file:
            kept = file.read()
        assert not Image.open(BytesIO(kept)).getexif()
        assert not any(word in kept for word in (b"secret place", b"<script"))


@pytest.mark.parametrize(("name", "data"), NO_PAPERS.values(), ids=NO_PAPERS)
def test_what_is_no_paper_is_refused_with_a_sentence(head, name, data):
    enrolment = EnrolmentFactory(organization=head.organization, step=3)

    answer = hand_in(head, f"/enrolments/{enrolment.token}/3/", name, data, field="rules_file")

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["rules_file"]
    assert not Attachment.objects.exists()
