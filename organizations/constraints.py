"""Constraints of our own, and the first of them: what was once written stays as it was written."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'constraint {plain}' USING ERRCODE = 'check_violation'; END $$"
)
POSTGRES = "CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON %(table)s FOR EACH ROW EXECUTE FUNCTION {name}()"
SQLITE = (
    "CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON %(table)s BEGIN SELECT RAISE(ABORT, 'constraint {plain}'); END"
)


class BySql(BaseConstraint):
    """A constraint that Django has no words for: ``settings`` name its arguments, ``_statements`` make it."""

    settings: ClassVar[tuple[str, ...]]

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), kwargs | {name: getattr(self, name) for name in self.settings}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[str | Statement]:
        raise NotImplementedError

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Leave nothing for CREATE TABLE itself: triggers and exclusion come right after it."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement)


class WrittenOnce(BySql):
    """Refuse to change these fields of a row that stands; it may only be deleted. A breach is an IntegrityError."""

    settings = ("fields",)

    def __init__(self, *, name: str, fields: Sequence[str], **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.fields = tuple(fields)

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[str | Statement]:
        words = {
            "name": editor.quote_name(self.name),
            "plain": self.name,
            "columns": ", ".join(editor.quote_name(model._meta.get_field(name).column) for name in self.fields),
        }
        is_postgres = editor.connection.vendor == "postgresql"
        if is_postgres:
            yield FUNCTION.format(**words)
        table = Table(model._meta.db_table, editor.quote_name)
        yield Statement((POSTGRES if is_postgres else SQLITE).format(**words), table=table)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        where = " ON %(table)s" if schema_editor.connection.vendor == "postgresql" else ""
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(f"DROP TRIGGER {schema_editor.quote_name(self.name)}{where}", table=table)

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """A form has nothing to ask: no form changes such a row."""
