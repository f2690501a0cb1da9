from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from organizations.forms.pictures import PictureField
from organizations.models import Picture
from tests.organizations.shelves import shelf
from tests.organizations.test_images import SVG, bomb, drawn, with_exif


def upload(data, name="IMG_0001.JPG"):
    return SimpleUploadedFile(name, data)


def add(library, file):
    data = {"title": "里山", "file": file, "alt": "子どもたちの手", "people": "none", "tags": ""} | shelf()
    return library.post(reverse("wagtailimages:add"), data)


def add_several(library, file):
    headers = {"X-Requested-With": "XMLHttpRequest"}
    return library.post(
        reverse("wagtailimages:add_multiple"), {"files[]": file, "title": "里山"} | shelf(), headers=headers
    )


BAD = [
    pytest.param(SVG, "x.svg", id="svg"),
    pytest.param(SVG, "x.jpg", id="svg called jpg"),
    pytest.param(bomb(), "bomb.png", id="bomb"),
    pytest.param(drawn(size=(400, 400))[:-300], "cut.jpg", id="cut"),
    pytest.param(b"", "empty.jpg", id="empty"),
    pytest.param(b"hello", "hello.png", id="text"),
    pytest.param(drawn("TIFF"), "scan.tif", id="tiff"),
]


def test_a_photo_uploaded_with_a_place_is_stored_without_it(library):
    add(library, upload(with_exif()))

    with Picture.objects.get().file.open() as stored:
        kept = Image.open(BytesIO(stored.read()))
    assert not kept.getexif()
    assert kept.size == (20, 40)


def test_a_photo_among_several_is_stored_without_its_place(library):
    answer = add_several(library, upload(with_exif()))

    assert answer.json()["success"]
    with Picture.objects.get().file.open() as stored:
        assert not Image.open(BytesIO(stored.read())).getexif()


@pytest.mark.parametrize(("data", "name"), BAD)
def test_a_file_that_is_no_picture_is_refused_with_a_sentence(library, data, name):
    answer = add(library, upload(data, name))

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(("data", "name"), BAD)
def test_among_several_a_file_that_is_no_picture_is_refused(library, data, name):
    answer = add_several(library, upload(data, name))

    assert answer.status_code == 200
    assert not answer.json()["success"]
    assert answer.json()["error_message"]


def test_the_name_takes_the_ending_of_what_is_stored():
    picture = PictureField().clean(upload(drawn("GIF", mode="P"), "うさぎ.GIF"))

    assert picture.name == "うさぎ.png"


def test_a_photo_waiting_for_the_rest_of_its_form_has_lost_its_place_too(library):
    add_several(library, upload(with_exif(), "x" * 300 + ".jpg"))

    kept = UploadedFile.objects.get() if UploadedFile.objects.exists() else Picture.objects.get()
    with kept.file.open() as stored:
        assert not Image.open(BytesIO(stored.read())).getexif()


def test_a_heavy_photo_kept_on_disk_while_it_arrives_is_cleaned_there(library, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    add(library, upload(with_exif()))

    with Picture.objects.get().file.open() as stored:
        assert not Image.open(BytesIO(stored.read())).getexif()


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages:add", "wagtailimages:add_multiple"])
def test_the_screens_of_the_library_open(library, name):
    assert library.get(reverse(name)).status_code == 200
