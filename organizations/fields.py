"""A column of search terms, its index, and the question whether a row holds some of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

Phrase = Sequence[str]
AMONG_WORDS = "{row} IN (SELECT rowid FROM {words} WHERE {words} MATCH %s)"
AMONG_LEXEMES = "array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery"

# The index: GIN over lexemes on PostgreSQL, an FTS5 table kept by triggers on SQLite.
POSTGRES = "CREATE INDEX {name} ON %(table)s USING gin (array_to_tsvector(string_to_array({terms}, ' ')))"
TAKE_OUT = "INSERT INTO {words}({words}, rowid, {terms}) VALUES ('delete', OLD.{key}, OLD.{terms});"
PUT_IN = "INSERT INTO {words}(rowid, {terms}) VALUES (NEW.{key}, NEW.{terms});"
SQLITE = (
    "DROP TABLE IF EXISTS {words}",
    "CREATE VIRTUAL TABLE {words} USING fts5({terms}, content=%(table)s, content_rowid={key},"
    " tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO {words}({words}) VALUES ('rebuild')",
    "CREATE TRIGGER {name}_insert AFTER INSERT ON %(table)s BEGIN " + PUT_IN + " END",
    "CREATE TRIGGER {name}_delete AFTER DELETE ON %(table)s BEGIN " + TAKE_OUT + " END",
    "CREATE TRIGGER {name}_update AFTER UPDATE ON %(table)s BEGIN " + TAKE_OUT + " " + PUT_IN + " END",
)


class TermsField(models.TextField):
    """Terms with one space between them, each once; see TermIndex for how they are found."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else " ".join(sorted(set(value)))


def terms_table(table: str) -> str:
    """Name the full-text table that SQLite keeps beside a table with a TermsField."""
    return f"{table}_words"


def fts5(phrases: Iterable[Phrase]) -> str:
    """Ask FTS5 for rows that hold every term of one of the phrases."""
    return " OR ".join(f"({' AND '.join(_quoted(term) for term in phrase)})" for phrase in phrases)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def tsquery(phrases: Iterable[Phrase]) -> str:
    """Ask PostgreSQL the same, with the terms as lexemes: no parser may cut them again."""
    return " | ".join(f"({' & '.join(_lexeme(term) for term in phrase)})" for phrase in phrases)


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


@TermsField.register_lookup
class HoldsAny(Lookup):
    """``terms__holds_any=[("絵本",), ("読む", "聞かせる")]``: all terms of at least one phrase."""

    lookup_name = "holds_any"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        make = tsquery if connection.vendor == "postgresql" else fts5
        return "%s", [make(value)]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[Any]]:
        meta = self.lhs.target.model._meta
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name(meta.pk.column)}"
        words = connection.ops.quote_name(terms_table(meta.db_table))
        _, params = self.process_rhs(compiler, connection)
        return AMONG_WORDS.format(row=row, words=words), list(params)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, list[Any]]:
        column, before = self.process_lhs(compiler, connection)
        _, params = self.process_rhs(compiler, connection)
        return AMONG_LEXEMES.format(column=column), [*before, *params]


class TermIndex(BaseConstraint):
    """Find rows by the terms of one TermsField.

    Declared as a constraint because Django's table remake on SQLite drops triggers, and makes constraints again.
    It refuses nothing.
    """

    def __init__(self, *, name: str, field: str, **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.field = field

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), kwargs | {"field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TermIndex) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        final = model._meta.db_table.removeprefix("new__")  # the name that a table in the making will have
        names = {
            "name": self.name,
            "terms": editor.quote_name(model._meta.get_field(self.field).column),
            "key": editor.quote_name(model._meta.pk.column),
            "words": editor.quote_name(terms_table(final)),
        }
        templates = (POSTGRES,) if editor.connection.vendor == "postgresql" else SQLITE
        for template in templates:
            yield Statement(template.format(**names), table=Table(model._meta.db_table, editor.quote_name))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Leave nothing for CREATE TABLE itself: the index comes right after it."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        if schema_editor.connection.vendor == "postgresql":
            return f"DROP INDEX {self.name}"
        return f"DROP TABLE {schema_editor.quote_name(terms_table(model._meta.db_table))}"

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Refuse nothing."""


class Listed(models.Func):
    """A list of ids as one parameter: a thousand of them as a thousand would cost more than what they find."""

    output_field = models.BigIntegerField()
    template = "(SELECT value FROM json_each(%(expressions)s))"

    def __init__(self, ids: list[int]) -> None:
        super().__init__(models.Value(json.dumps(ids), output_field=models.TextField()))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        every = "(SELECT jsonb_array_elements_text((%(expressions)s)::jsonb)::bigint)"
        return self.as_sql(compiler, connection, template=every)
