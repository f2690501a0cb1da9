"""What postings are about."""

import pytest

from organizations.scoring import Offer, known_themes
from organizations.scoring.texts import refused_terms, terms
from organizations.scoring.themes import themes_of


def offer(title, body=""):
    return Offer(id="o", organization="g", resource="people", title=title, body=body)


def test_known_themes_answer_only_with_known_themes():
    for theme in known_themes().values():
        assert theme.answered_by.keys() <= known_themes().keys()
        assert all(0 < share <= 1 for share in theme.answered_by.values())


@pytest.mark.parametrize("written", ["読み聞かせ", "よみきかせ", "読みきかせ", "読聞かせ"])
def test_themes_of_when_spelt_another_way_then_same_theme(written):
    assert "reading_aloud" in themes_of(offer(f"{written}をします"))


def test_themes_of_when_title_says_it_then_stronger_than_in_the_body():
    said, mentioned = themes_of(offer("託児をします")), themes_of(offer("お手伝い", "託児をします"))

    assert said["childminding"] > mentioned["childminding"]


def test_themes_of_when_ruled_out_then_absent():
    assert "sign_language" not in themes_of(offer("通訳します", "手話は扱っていません。"))


def test_terms_leave_out_times_and_courtesy():
    assert terms(offer("土曜の午後、お願いします")) == {}


def test_refused_terms_list_what_an_offer_will_not_do():
    assert "手話" in refused_terms(offer("通訳します", "英語ができます。手話は扱っていません。"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("電車に乗れず、通えません", True, id="cannot come"),
        pytest.param("車がなく困っています", True, id="has no car"),
        pytest.param("毎日通えます", False, id="can come"),
    ],
)
def test_themes_of_when_a_word_says_not_then_only_the_denial_counts(words, found):
    assert ("hard_travel" in themes_of(offer(words.replace("電車に乗れず、", "")))) is found


def test_themes_of_when_a_longer_phrase_holds_a_word_then_the_phrase_wins():
    reading, giving = themes_of(offer("絵本を読みます")), themes_of(offer("絵本をさしあげます"))

    assert ("books" in reading, "books" in giving) == (False, True)
    assert "reading_aloud" in reading
