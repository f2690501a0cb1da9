"""The personnel list: staff numbers, names, departments, roles and posts, from a CSV file."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from organizations.models import Organization, StaffRole
from organizations.services import staff
from portal.opendata.city_columns import CityTable, Column, code, day, mail, yes_or_no
from portal.opendata.city_reading import CityReader, CityRow
from portal.opendata.report import Problem, Report
from portal.opendata.texts import plain


def concurrent(cell: str) -> bool:
    """はい, 兼務 or 1 for a concurrent post; nothing or いいえ for the main one."""
    text = plain(cell)
    return text in {"兼務", "1", "○"} or (bool(text) and yes_or_no(text))


def role(cell: str) -> str:
    """A role by its Japanese name or its code."""
    with translation.override("ja"):
        names = {str(one.label): str(one) for one in StaffRole} | {str(one): str(one) for one in StaffRole}
    text = plain(cell)
    if text not in names:
        raise ValueError(_("Write one of: %(kinds)s.") % {"kinds": "、".join(list(names)[: len(StaffRole)])})
    return names[text]


COLUMNS = (
    Column("職員番号", "staff_number", code, is_required=True),
    Column("氏名", "name", plain, is_required=True),
    Column("ふりがな", "kana"),
    Column("メール", "email", mail),
    Column("課", "department", plain, is_required=True),
    Column("役割", "role", role, is_required=True),
    Column("兼務", "is_concurrent", concurrent),
    Column("開始日", "valid_from", day, is_required=True),
    Column("終了日", "valid_through", day),
)


class BadList(ValueError):
    """The file is no personnel list; the message says why."""


def import_staff(path: Path, *, today: date, is_dry_run: bool = False) -> Report:
    """Keep every post of the list and bring each person's roles up to date; a bad row never stops the others."""
    if not path.is_file():
        raise BadList(_("There is no such file."))
    reader = CityReader(path.parent)
    rows = reader.rows(CityTable(path.name, COLUMNS))
    if not rows and any(problem.problem == _("This column is missing.") for problem in reader.problems):
        raise BadList(_("The file holds no personnel list: columns are missing."))
    report = Report()
    for problem in reader.problems:
        _reject(report, Problem(problem.row, problem.column, problem.value, problem.problem))
    with transaction.atomic():
        for row in rows:
            _keep(row, report, today)
        transaction.set_rollback(is_dry_run)
    report.rejected.sort(key=lambda problem: problem.row)
    return report


def _reject(report: Report, problem: Problem) -> None:
    """Name a row once among the rejected; what else is wrong with it is a warning."""
    known = {one.row for one in report.rejected}
    (report.warnings if problem.row in known else report.rejected).append(problem)


def _keep(row: CityRow, report: Report, today: date) -> None:
    try:
        with transaction.atomic():
            report.count(_keep_post(row.values, today))
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        column = CityTable(row.file, COLUMNS).column(field)
        title = column.title if column else ""
        _reject(report, Problem(row.line, title, row.cells.get(field, ""), " ".join(sentences)))


def _keep_post(values: dict[str, Any], today: date) -> str:
    """Keep one line of the list; say the strongest of what happened to its person and its post."""
    department = _department(values["department"])
    if values["valid_through"] and values["valid_through"] < values["valid_from"]:
        raise ValidationError({"valid_through": _("The last day must not lie before the first.")})
    user, first = staff.keep_staff(**{name: values[name] for name in ("staff_number", "name", "kana", "email")})
    post = {name: values[name] for name in ("role", "valid_from", "valid_through", "is_concurrent")}
    _appointment, second = staff.appoint(user=user, organization=department, **post)
    staff.bring_roles_up_to_date(user=user, day=today)
    return next(outcome for outcome in (staff.CREATED, staff.UPDATED, staff.UNCHANGED) if outcome in (second, first))


def _department(name: str) -> Organization:
    """Find a department or place by its name or code; a name must be the only one of its kind."""
    places = Organization.objects.of_kind("department", "agency", "institution")
    found = list(places.filter(slug=name)[:1] or places.filter(name=name)[:2])
    if len(found) != 1:
        raise ValidationError({"department": _("There is no single department of this name.")})
    return found[0]
