import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations import language

SAME = {
    "spellings of child": ["子供", "子ども", "こども", "コドモ", "ｺﾄﾞﾓ"],
    "inflected ends": ["申込", "申込み", "申し込み"],
    "mixed kana": ["読み聞かせ", "読みきかせ"],
    "half-width kana": ["ベビーマッサージ", "ﾍﾞﾋﾞｰﾏｯｻｰｼﾞ"],
    "full-width digits": ["12月", "１２月"],
    "disability": ["障害", "障がい"],
    "verb the small dictionary misses": ["預かる", "あずかる", "あずかります"],
    "variation selector": ["葛飾", "葛\U000e0100飾"],
}


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME.keys())
def test_normal_terms_of_spellings_of_one_word_are_alike(spellings):
    terms = {tuple(language.normal_terms(spelling)) for spelling in spellings}

    assert len(terms) == 1


def test_normal_terms_leave_particles_and_signs_out():
    assert language.normal_terms("べんきょう を おしえて、もらえる ところ！😀") == ["勉強", "教える", "貰う", "所"]


def test_normal_terms_hold_a_compound_and_its_parts():
    assert language.normal_terms("走り回る") == ["走り回る", "走る", "回る"]


def test_normal_terms_of_a_very_long_text_are_all_found():
    assert len(language.normal_terms("公園 " * 30_000)) >= 30_000


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("子育てサロン ひだまり", "こそだてさろんひだまり"),
        ("読み聞かせ会", "よみきかせかい"),
        ("2歳さん", "2さいさん"),
        ("", ""),
    ],
)
def test_reading_of_text_is_hiragana(text, kana):
    assert language.reading(text) == kana


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("kodomo", "こども"),
        ("shokudou", "しょくどう"),
        ("syokudou", "しょくどう"),
        ("matcha", "まっちゃ"),
        ("gakkou", "がっこう"),
        ("shimbun", "しんぶん"),
        ("hon'yaku", "ほんやく"),
        ("playgroup", ""),
        ("dance", ""),
    ],
)
def test_kana_from_romaji_when_it_can_be_japanese(romaji, kana):
    assert language.kana_from_romaji(romaji) == kana


@pytest.mark.parametrize("word", ["しょくど", "しょくどう", "ショクドウ", "しょくどー"])
def test_sound_folds_long_vowels(word):
    assert language.sound(word) == "しょくど"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("よみきかせ", True), ("ヨミ キカセー", True), ("読みきかせ", False), ("", False), ("ー", False)],
)
def test_is_kana_when_nothing_else_is_written(text, expected):
    assert language.is_kana(text) is expected


def test_query_terms_of_romaji_hold_the_japanese_term():
    assert "子供" in language.query_terms("kodomo")


def test_query_terms_of_signs_alone_fall_back_to_what_was_typed():
    assert language.query_terms("！？") == ["!?"]


@pytest.mark.parametrize(
    ("name", "kana", "slug"),
    [
        ("子育てサロン ひだまり", "こそだてさろん ひだまり", "kosodatesaron-hidamari"),
        ("子育てサロン ひだまり", "", "kosodate-saron-hidamari"),
        ("東雲子ども食堂", "しののめこどもしょくどう", "shinonome-kodomo-shokudo"),
        ("おはなし会", "おはなしかい", "ohanashi-kai"),
        ("上野の会", "うわののかい", "uwanonokai"),
        ("マッチョ", "まっちょ", "matcho"),
        ("Kids 2", "", "kids-2"),
        ("！！", "", ""),
    ],
)
def test_slug_from_reading_is_latin(name, kana, slug):
    assert language.slug_from_reading(name, kana) == slug


def test_slug_from_reading_of_a_long_name_ends_with_a_whole_word():
    slug = language.slug_from_reading("こども " * 30)

    assert len(slug) <= 60
    assert set(slug.split("-")) == {"kodomo"}


def test_normal_terms_in_many_threads_are_the_same():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(language.normal_terms("雨の日に遊べる場所"))) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [["雨", "日", "遊ぶ", "場所"]] * 8


@settings(deadline=None)
@given(st.text())
def test_any_text_is_understood_without_error(text):
    assert all(language.normal_terms(text))
    assert language.reading(text) == language.hiragana(language.reading(text))
    assert language.query_terms(text) or not text.split() or not language.key(text).split()


@settings(deadline=None)
@given(st.text(), st.text())
def test_slug_of_any_name_is_safe_in_an_address(name, kana):
    slug = language.slug_from_reading(name, kana)

    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert len(slug) <= 60


@settings(deadline=None)
@given(st.text(alphabet="かきくけこさしすせそたちつてとなにぬねのまみむめもらりるれろばびぶべぼ"))
def test_kana_survives_the_way_to_romaji_and_back(kana):
    assert language.kana_from_romaji(language.romaji(kana)) == kana


@settings(deadline=None)
@given(st.text(alphabet="あいうえおかきこそとのもろよゃゅょしちーア・ "))
def test_sound_of_a_sound_is_itself(kana):
    assert language.sound(language.sound(kana)) == language.sound(kana)
