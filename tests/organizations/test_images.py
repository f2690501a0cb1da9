from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from organizations.images import MAX_BYTES, NotAPicture, clean_picture


def drawn(kind="JPEG", size=(40, 20), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, None if mode == "P" else 0).save(out, kind, **options)
    return out.getvalue()


def with_exif(orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "撮影者".encode()
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    return drawn(exif=exif, comment=b"secret place")


def bomb(width=10_000, height=10_000):
    return drawn("PNG", (width, height), "1", optimize=True)


def refusal(data):
    with pytest.raises(NotAPicture) as caught:
        clean_picture(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "mode", "suffix"),
    [
        ("JPEG", "RGB", ".jpg"),
        ("JPEG", "L", ".jpg"),
        ("JPEG", "CMYK", ".jpg"),
        ("PNG", "RGBA", ".png"),
        ("PNG", "I;16", ".png"),
        ("WEBP", "RGB", ".webp"),
        ("GIF", "P", ".png"),
    ],
)
def test_a_picture_of_any_kind_is_encoded_anew(kind, mode, suffix):
    picture = clean_picture(drawn(kind, mode=mode))

    assert (picture.suffix, picture.width, picture.height) == (suffix, 40, 20)
    assert Image.open(BytesIO(picture.content)).size == (40, 20)


def test_a_photo_with_a_place_and_a_name_loses_both_and_stands_upright():
    picture = clean_picture(with_exif())

    again = Image.open(BytesIO(picture.content))
    assert (picture.width, picture.height) == (20, 40)
    assert not again.getexif()
    assert not {"exif", "comment", "xmp", "photoshop"} & again.info.keys()
    assert b"secret" not in picture.content


def test_a_png_with_texts_loses_them():
    words = PngInfo()
    words.add_text("Author", "secret author")
    words.add_itxt("XML:com.adobe.xmp", "secret place")

    picture = clean_picture(drawn("PNG", pnginfo=words))

    assert b"secret" not in picture.content


def test_a_moving_picture_is_kept_as_its_first_frame():
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    still = Image.open(BytesIO(clean_picture(out.getvalue()).content))

    assert getattr(still, "n_frames", 1) == 1
    assert still.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


def test_a_clear_background_stays_clear():
    picture = clean_picture(drawn("GIF", mode="P", transparency=0))

    assert Image.open(BytesIO(picture.content)).convert("RGBA").getpixel((0, 0))[3] == 0


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\0" * (MAX_BYTES + 1), "too_heavy", id="heavy"),
        pytest.param(SVG, "unknown", id="svg with a script"),
        pytest.param(b"GIF89a" + b"<script>", "unknown", id="half a gif"),
        pytest.param(b"%PDF-1.7", "unknown", id="pdf"),
        pytest.param(drawn("BMP"), "unknown", id="bmp"),
        pytest.param(drawn("TIFF"), "unknown", id="tiff"),
        pytest.param(b"<html><img></html>", "unknown", id="html"),
        pytest.param(bomb(), "too_large", id="100 million dots"),
        pytest.param(bomb(60_000, 6_000), "too_large", id="360 million dots"),
        pytest.param(drawn(size=(400, 400))[:-300], "broken", id="cut jpeg"),
        pytest.param(drawn("PNG", size=(400, 400))[:60], "broken", id="cut png"),
    ],
)
def test_a_file_that_is_no_fit_picture_is_refused(data, code):
    assert refusal(data) == code


def outcome(data):
    try:
        return clean_picture(data).suffix
    except NotAPicture as problem:
        return problem.code


@given(st.binary(max_size=300), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 300))
def test_a_damaged_file_is_refused_or_read_but_never_fails_otherwise(noise, kind, at):
    whole = drawn(kind, mode="P" if kind == "GIF" else "RGB")
    damaged = whole[:at] + noise + whole[at + len(noise) :]

    assert outcome(damaged) in {".jpg", ".png", ".webp", "empty", "unknown", "broken", "too_large"}
