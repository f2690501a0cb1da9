"""A constraint of our own: rows that share a partition may not overlap in time."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

from organizations.constraints import BySql

POSTGRES = (
    "ALTER TABLE %(table)s ADD CONSTRAINT {name} EXCLUDE USING gist "
    "({partition} WITH =, tstzrange({start}, {end}, '[)') WITH &&) WHERE ({active})"
)
SQLITE = (
    "CREATE TRIGGER {trigger} BEFORE {event} ON %(table)s WHEN NEW.{active} AND EXISTS ("
    "SELECT 1 FROM %(table)s o WHERE o.{partition} = NEW.{partition} AND o.{start} < NEW.{end} "
    "AND o.{end} > NEW.{start} AND o.{active}{other}) BEGIN SELECT RAISE(ABORT, 'constraint {plain}'); END"
)


class NoOverlap(BySql):
    """Refuse two rows of one partition whose [start, end) meet while both are active.

    ``partition``, ``start``, ``end`` and ``active`` name fields; ``active`` is a boolean. PostgreSQL gets an exclusion
    constraint (needs btree_gist), SQLite two triggers, which Django's table remake drops and this makes again.
    A breach is an IntegrityError on both.
    """

    settings = ("partition", "start", "end", "active")

    def __init__(self, *, name: str, partition: str, start: str, end: str, active: str, **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.partition, self.start, self.end, self.active = partition, start, end, active

    def _columns(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> dict[str, str]:
        return {
            word: editor.quote_name(model._meta.get_field(getattr(self, word)).column)
            for word in ("partition", "start", "end", "active")
        }

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Iterator[str | Statement]:
        columns = self._columns(model, editor)
        table = Table(model._meta.db_table, editor.quote_name)
        if editor.connection.vendor == "postgresql":
            yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
            yield Statement(POSTGRES.format(name=editor.quote_name(self.name), **columns), table=table)
            return
        for event, other in (("INSERT", ""), ("UPDATE", " AND o.rowid <> NEW.rowid")):
            trigger = editor.quote_name(f"{self.name}_{event.lower()}")
            sql = SQLITE.format(trigger=trigger, event=event, other=other, plain=self.name, **columns)
            yield Statement(sql, table=table)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        return Statement(
            f"ALTER TABLE %(table)s DROP CONSTRAINT {schema_editor.quote_name(self.name)}",
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Ask a form's object the same question, before the database does."""
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        named = {self.partition, self.start, self.end}
        if named & set(exclude or ()) or not getattr(instance, self.active) or start is None or end is None:
            return
        attname = model._meta.get_field(self.partition).attname
        rows = model._default_manager.using(using).filter(
            **{
                attname: getattr(instance, attname),
                f"{self.start}__lt": end,
                f"{self.end}__gt": start,
                self.active: True,
            }
        )
        if rows.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
