import pytest

from organizations.language import normal_terms
from organizations.thesaurus import FILE, Entry, Thesaurus, parse, shipped


def concepts(text):
    return {name for found in shipped().find(normal_terms(text)) for name in found.concepts}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("児セン", "児童館"),
        ("ファミサポ", "ファミリーサポート"),
        ("ベビマ", "ベビーマッサージ"),
        ("お母さん", "母"),
        ("ママ", "母"),
        ("学校に行きたくない", "不登校"),
        ("イヤイヤ期", "イヤイヤ期"),
        ("キッチン", "調理室"),
        ("シングルマザー", "ひとり親"),
        ("story time", "読み聞かせ"),
        ("kids dance", "ダンス"),
        ("Xmas", "クリスマス"),
        ("よさこい", "ダンス"),
        ("プレイパーク", "プレーパーク"),
        ("医ケア児", "医療的ケア"),
    ],
)
def test_words_of_the_field_lead_to_their_concept(text, concept):
    assert concept in concepts(text)


@pytest.mark.parametrize(
    ("kana", "concept"),
    [
        ("よみきかせ", "読み聞かせ"),
        ("ふとうこう", "不登校"),
        ("じゅにゅうしつ", "授乳室"),
        ("こどもしょくど", "こども食堂"),
    ],
)
def test_heard_finds_a_concept_by_sound(kana, concept):
    assert concept in shipped().heard(kana)


def test_find_prefers_the_longest_words():
    thesaurus = Thesaurus.of([Entry("食堂"), Entry("こども食堂")])

    found = thesaurus.find(normal_terms("子ども食堂へ"))

    assert [one.concepts for one in found] == [("こども食堂",)]


def test_expand_gives_near_concepts_less_weight():
    thesaurus = Thesaurus.of([Entry("太鼓", ("和太鼓",), (("楽器", 0.4),)), Entry("楽器", ("笛",))])

    weights = thesaurus.expand(["太鼓"])

    assert weights == {("太鼓",): 1.0, ("和", "太鼓"): 1.0, ("楽器",): 0.4, ("笛",): 0.4}


@pytest.mark.parametrize("kana", ["プログラミグ", "プログラムミング", "プロクラミング", "プログラングミ"])
def test_misheard_finds_a_word_that_differs_by_one_sign(kana):
    thesaurus = Thesaurus.of([Entry("プログラミング"), Entry("そろばん")])

    assert thesaurus.misheard(kana) == (["プログラミング"] if kana != "プログラングミ" else [])


def test_spelt_in_kana_finds_what_easy_japanese_spells_out():
    assert Thesaurus.of([Entry("読み聞かせ")]).spelt_in_kana("えほんの よみきかせ です") == ["読み聞かせ"]


@pytest.mark.parametrize("word", ["よなき", "みつご", "おとん"])
def test_kana_the_dictionary_cuts_up_is_understood_but_not_looked_for(word):
    thesaurus = Thesaurus.of([Entry("本名", (word,))])

    assert list(thesaurus.expand(["本名"])) == [("本名",)]
    assert thesaurus.heard(word) == ["本名"]


def test_picture_character_stands_for_its_concept():
    assert Thesaurus.of([Entry("太鼓", ("🥁",))]).in_words("🥁と歌") == " 太鼓 と歌"


def test_word_with_a_question_mark_is_understood_but_not_looked_for():
    thesaurus = Thesaurus.of([Entry("屋内", ("雨?",))])

    assert thesaurus.find(["雨"])[0].concepts == ("屋内",)
    assert ("雨",) not in thesaurus.expand(["屋内"])


def test_with_entries_adds_the_citys_words_and_leaves_the_shipped_alone():
    before = len(shipped().by_terms)

    grown = shipped().with_entries([Entry("児童館", ("なかよしハウス",))])

    assert "児童館" in grown.find(normal_terms("なかよしハウス"))[0].concepts
    assert len(shipped().by_terms) == before


def test_parse_skips_comments_and_reads_weights():
    entries = parse(["# note\n", "\n", "楽器\tがっき、笛\tピアノ:0.6、太鼓\n"])

    assert entries == [Entry("楽器", ("がっき", "笛"), (("ピアノ", 0.6), ("太鼓", 0.5)))]


def test_shipped_file_has_some_hundred_concepts_each_once_with_sane_weights():
    entries = parse(FILE.read_text(encoding="utf-8").splitlines())

    assert len(entries) >= 400
    assert len({entry.name for entry in entries}) == len(entries)
    assert all(0 < weight <= 1 for entry in entries for _, weight in entry.near)
