import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from organizations.queries import understand
from organizations.thesaurus import Entry, Thesaurus, shipped


def labels(text):
    return [subject.label for subject in understand(text, shipped()).subjects]


def phrases(text):
    return {phrase for subject in understand(text, shipped()).subjects for phrase in subject.phrases}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("ﾍﾞﾋﾞｰﾏｯｻｰｼﾞ", ("ベビー", "マッサージ")),
        ("ベビマ", ("ベビー", "マッサージ")),
        ("よみきかせ", ("読み聞かせ",)),
        ("kodomo shokudo", ("子供", "食堂")),
        ("story time", ("読み聞かせ",)),
        ("キッチン", ("調理", "室")),
        ("ふとうこうそうだん", ("相談",)),
        ("べんきょう を おしえて", ("勉強",)),
        ("ふたごのあつまり", ("双子",)),
        ("一次保育", ("一時", "保育")),
        ("離乳職", ("離乳", "食")),
        ("プログラミグ", ("プログラミング",)),
        ("よみきせか", ("読み聞かせ",)),
        ("playgruop", ("親子", "広場")),
        ("学校行きたない", ("不", "登校")),
        ("子どもが寝えへん", ("夜泣き",)),
        ("🎄", ("クリスマス",)),
    ],
)
def test_words_typed_in_any_writing_look_for_the_same(text, phrase):
    assert phrase in phrases(text)


@pytest.mark.parametrize(
    ("text", "label"), [("お金がない", "金がない"), ("学校に行きたくない", "学校に行きたくない"), ("居場所", "居場所")]
)
def test_subject_is_called_as_it_was_typed(text, label):
    assert labels(text)[0] == label


def test_word_that_may_be_misspelt_weighs_less_than_the_word_typed():
    [subject] = understand("プログラミグ", shipped()).subjects

    assert subject.phrases[("プログラミング",)] < subject.phrases[("プログラミグ",)]


def test_picture_of_rain_asks_for_a_roof():
    assert understand("☔", shipped()).wanted.indoor


def test_conditions_are_no_subjects():
    query = understand("雨の日 2歳 土曜", shipped())

    assert query.subjects == []
    assert query.wanted.ages == [(24, 35)]
    assert query.wanted.weekdays == {5}


def test_empty_words_weigh_less_than_subjects():
    weights = {subject.label: subject.weight for subject in understand("絵本の教室", shipped()).subjects}

    assert weights["教室"] < weights["絵本"]


def test_what_was_typed_weighs_more_than_what_means_the_same():
    [subject] = understand("笛", Thesaurus.of([Entry("楽器", ("笛",), (("歌", 0.4),))])).subjects

    assert subject.phrases[("笛",)] > subject.phrases[("楽器",)] > subject.phrases[("歌",)]


def test_parts_of_a_concept_weigh_little():
    [subject, *_] = understand("学校に行きたくない", shipped()).subjects

    assert subject.phrases[("学校",)] <= 0.2
    assert subject.phrases[("不", "登校")] > 0.5


def test_age_word_is_also_an_age():
    [subject] = understand("赤ちゃん", shipped()).subjects

    assert subject.ages == (0, 17)


def test_unknown_kana_is_looked_for_by_its_sound():
    [subject] = understand("ほげらもげ", Thesaurus()).subjects[-1:]

    assert "ほげらもげ" in subject.sounds


@settings(deadline=None)
@example("NENCHO")
@given(st.text())
def test_any_query_is_understood(text):
    query = understand(text, shipped())

    assert query.text == text
    assert all(0 < weight <= 1 for subject in query.subjects for weight in subject.phrases.values())
    assert len({subject.label for subject in query.subjects}) == len(query.subjects)
