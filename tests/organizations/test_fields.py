import pytest

from organizations.fields import TermIndex, fts5, tsquery


@pytest.mark.parametrize(
    ("make", "question"),
    [
        (fts5, '("絵本") OR ("a""b" AND "c")'),
        (tsquery, "('絵本') | ('a\"b' & 'c')"),
    ],
)
def test_question_quotes_every_term(make, question):
    assert make([("絵本",), ('a"b', "c")]) == question


def test_lexemes_escape_quotes_and_backslashes():
    assert tsquery([("o'c\\k",)]) == "('o''c\\\\k')"


def test_term_index_is_written_into_migrations_as_it_is():
    path, args, kwargs = TermIndex(name="words", field="terms").deconstruct()

    assert path == "organizations.fields.TermIndex"
    assert TermIndex(*args, **kwargs) == TermIndex(name="words", field="terms")
