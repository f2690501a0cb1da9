"""Everything a city has put into the portal, out again: records as JSON, files as they are, each field explained."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile, FileField

OURS = ("organizations", "spaces", "events", "portal")
OTHERS = (
    "auth.Group",
    "taggit.Tag",
    "taggit.TaggedItem",
    "wagtailcore.Locale",
    "wagtailcore.Collection",
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry",
    "wagtailredirects.Redirect",
)
# What belongs to the machine and not to the city, and secrets: neither helps another program.
MACHINERY = {"Beat", "ContentVersion", "Limit", "Receipt", "Rendition", "SearchDocument", "Slot"}
# What was told in confidence leaves by no door; it ends with its term, in the hands of its coordinator.
CUSTODY = {"Case", "CaseAccess", "HandoverItem", "Note", "ReadLog"}
SECRETS = {"password", "pin", "token", "last_login"}


def exported_models() -> Iterator[type[models.Model]]:
    """Every model whose rows leave, lower floors first."""
    for app in OURS:
        yield from (m for m in apps.get_app_config(app).get_models() if m.__name__ not in MACHINERY | CUSTODY)
    yield from map(apps.get_model, OTHERS)


def write_records(folder: Path) -> dict[str, int]:
    """Write one JSON file per model and a table of all fields; return how many rows each file holds."""
    (folder / "data").mkdir()
    counts = {f"data/{model._meta.label_lower}.json": _write_model(folder, model) for model in exported_models()}
    _write_definitions(folder / "definitions.csv")
    return counts


def write_files(folder: Path) -> tuple[int, list[str]]:
    """Copy every picture and document that a record names; return how many, and the names of those that are lost."""
    lost = []
    copied = 0
    for stored in _stored_files():
        try:
            _copy(stored, folder / "media" / str(stored.name))
            copied += 1
        except FileNotFoundError:
            lost.append(str(stored.name))
    return copied, lost


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if field.name not in SECRETS and getattr(field, "serialize", True)]


def _write_model(folder: Path, model: type[models.Model]) -> int:
    """Write a model's rows as a JSON list, one row a line."""
    rows = model._default_manager.order_by("pk").iterator(chunk_size=500)
    count = 0
    with (folder / "data" / f"{model._meta.label_lower}.json").open("w", encoding="utf-8") as file:
        file.write("[")
        for row in serializers.serialize("python", rows, fields=[field.name for field in _fields(model)]):
            line = json.dumps({"id": row["pk"], **row["fields"]}, ensure_ascii=False, cls=DjangoJSONEncoder)
            file.write((",\n" if count else "\n") + line)
            count += 1
        file.write("\n]\n")
    return count


def _write_definitions(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "record", "field", "meaning", "type", "refers_to", "values"])
        for model in exported_models():
            for field in _fields(model):
                writer.writerow(_definition(model, field))


def _definition(model: type[models.Model], field: models.Field[Any, Any]) -> list[str]:
    refers_to = field.related_model._meta.label_lower if field.is_relation and field.related_model else ""
    values = "; ".join(f"{value}={label}" for value, label in field.flatchoices)
    label = model._meta.label_lower
    return [
        f"data/{label}.json",
        str(model._meta.verbose_name),
        field.name,
        str(field.verbose_name),
        field.get_internal_type(),
        refers_to,
        values,
    ]


def _stored_files() -> Iterator[FieldFile]:
    for model in exported_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                rows = model._default_manager.exclude(**{field.name: ""}).order_by("pk").iterator()
                yield from (getattr(row, field.name) for row in rows)


def _copy(stored: FieldFile, target: Path) -> None:
    with stored.storage.open(str(stored.name)) as source:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
