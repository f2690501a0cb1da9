"""Bytes → text in the encodings of Japanese tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.opendata.decoding import decode

TABLE = "名称,住所,電話番号\r\n髙橋保育園①,〇〇市中央１－１,03-0000-0000\r\nひだまり児童館,〇〇市北二丁目,\r\n"
PLAIN = TABLE.replace("髙", "高").replace("①", "1").replace("－", "の")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TABLE.encode("utf-8-sig"), "utf-8-sig", id="utf-8 with a mark"),
        pytest.param(TABLE.encode("utf-8"), "utf-8", id="utf-8"),
        pytest.param(TABLE.encode("cp932"), "cp932", id="cp932"),
        pytest.param(TABLE.encode("utf-16"), "utf-16", id="utf-16 with a mark"),
        pytest.param(b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16", id="utf-16 big end first"),
        pytest.param(TABLE.encode("utf-16-le"), "utf-16-le", id="utf-16 without a mark"),
        pytest.param(TABLE.encode("utf-16-be"), "utf-16-be", id="utf-16 big end first without a mark"),
    ],
)
def test_decode_finds_the_encoding_when_bytes_prove_it(data, encoding):
    decoded = decode(data)

    assert (decoded.text, decoded.encoding) == (TABLE, encoding)


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
def test_decode_reads_old_encodings_when_text_is_plain(encoding):
    assert decode(PLAIN.encode(encoding)).text == PLAIN


def test_decode_keeps_half_width_kana_when_cp932():
    assert decode("ﾅｰｻﾘｰﾙｰﾑ,郡山市\n".encode("cp932")).text == "ﾅｰｻﾘｰﾙｰﾑ,郡山市\n"


def test_decode_marks_damage_when_a_byte_fits_no_encoding():
    decoded = decode("名称,住所\n".encode("cp932") + b"\x81\x20\xff," + "中央\n".encode("cp932"))

    assert decoded.is_damaged
    assert decoded.text.startswith("名称,住所\n")
    assert decoded.text.endswith(",中央\n")


@given(st.binary())
def test_decode_never_fails_when_given_any_bytes(data):
    assert isinstance(decode(data).text, str)


@given(st.text(st.characters(codec="cp932", min_codepoint=0x3041, max_codepoint=0x9FFF), min_size=3))
def test_decode_reads_back_when_utf8(text):
    assert decode(text.encode("utf-8")).text == text
