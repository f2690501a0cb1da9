"""What no linter sees: the house rules that keep every page of it findable and every floor below the next."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import EmailField
from wagtail.admin.viewsets import viewsets

from organizations.models import OnBehalf, Personal, User, purpose_of

ROOT = Path(settings.BASE_DIR)
FLOORS = ("organizations", "spaces", "events", "portal")
PURE = {
    "organizations.language",
    "organizations.scoring",
    "organizations.ranking",
    "organizations.images",
    "spaces.periods",
    "spaces.opening_hours",
    "spaces.season",
    "spaces.advice",
    "events.recurrence",
    "events.scoring",
    "events.shifting",
    "organizations.draw",
    "events.ical",
}
DRAWERS = {"utils", "helpers", "common", "core", "managers", "selectors", "misc"}


def sources() -> list[Path]:
    return sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted([*(ROOT / "templates").rglob("*.html"), *(p for f in FLOORS for p in (ROOT / f).rglob("*.html"))])


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def test_foreign_keys_when_walked_then_all_point_down_or_level():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if field.related_model._meta.app_label in FLOORS
        if FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]

    assert upward == []


def test_user_when_migrated_then_stands_alone_in_the_first_migration():
    first = next((ROOT / "organizations/migrations").glob("0001_*.py")).read_text()

    assert re.findall(r"CreateModel\(\s*name=['\"](\w+)", first) == ["User"]


def test_migrations_when_named_then_by_a_person():
    files = [p for floor in FLOORS for p in (ROOT / floor / "migrations").glob("[0-9]*.py")]

    assert files
    assert [name(p) for p in files if re.search(r"_auto_|_[0-9]{8}_", p.name)] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_charter_when_a_floor_is_opened_then_it_says_what_lives_there(floor):
    charter = ast.get_docstring(ast.parse((ROOT / floor / "__init__.py").read_text())) or ""

    assert len(charter.splitlines()) >= 4


def test_names_when_walked_then_no_drawers():
    assert [name(p) for p in sources() if DRAWERS & {p.stem, *p.relative_to(ROOT).parts[:-1]}] == []


def test_sizes_when_measured_then_files_and_functions_are_readable():
    long_files = [name(p) for p in sources() if lines(p) > 300]
    long_functions = [
        f"{name(p)}:{f.name}" for p in sources() for f in functions(p) if (f.end_lineno or 0) - f.lineno >= 50
    ]
    long_templates = [name(p) for p in templates() if lines(p) > 120]

    assert (long_files, long_functions, long_templates) == ([], [], [])


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*(\bsrc=|application/(ld\+)?json))", re.I
)


def test_templates_when_read_then_no_inline_script_or_style():
    found = [f"{name(p)}: {m[0]}" for p in templates() for m in INLINE.finditer(p.read_text())]

    assert found == []


@pytest.mark.parametrize(
    "line",
    ["<style>", '<p style="a">', '<a onclick="x()">', '<a href="javascript:x">', "<script>", '<script type="module">'],
)
def test_inline_when_present_then_the_rule_above_sees_it(line):
    assert INLINE.search(line)


ALONE = re.compile(r"include \"([^\"]+)\"(?: with ([^%]*?))? only")


def test_forms_when_included_alone_then_are_handed_their_token():
    """What ``only`` cuts off, a browser misses and the test client does not: it sends forms without a token."""
    calls = [(name(path), *call) for path in templates() for call in ALONE.findall(path.read_text())]
    with_form = {name(path) for path in templates() if "{% csrf_token %}" in path.read_text()}
    found = [where for where, part, said in calls if f"templates/{part}" in with_form and "csrf_token=" not in said]

    assert with_form
    assert found == []


def test_templates_when_read_then_none_hides_where_its_forms_come_from():
    """Behind ``no-referrer`` a browser sends ``Origin: null``, and every form of the page is refused."""
    assert [name(path) for path in templates() if "no-referrer" in path.read_text()] == []


def imported(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text()))
    return {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}


def test_glue_when_sought_then_no_signals():
    signals = {"django.db.models.signals", "django.dispatch", "django.core.signals"}

    assert [name(p) for p in sources() if signals & imported(p)] == []


def test_models_when_read_then_none_overrides_save_or_delete():
    overriding = [
        f"{name(p)}:{f.name}"
        for p in sources()
        if "models" in p.parts
        for f in functions(p)
        if f.name in {"save", "delete", "save_base"}
    ]

    assert overriding == []


def test_services_when_read_then_none_knows_a_request():
    knowing = [
        f"{name(p)}:{f.name}"
        for p in sources()
        if "services" in p.parts
        for f in functions(p)
        for a in [*f.args.args, *f.args.kwonlyargs]
        if a.annotation is not None and "HttpRequest" in ast.unparse(a.annotation)
    ]

    assert knowing == []


def test_pure_modules_when_they_exist_then_the_import_contract_names_them():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = next(c for c in contracts if c["name"] == "Pure modules know no Django")["source_modules"]
    exist = {m for m in PURE if (p := ROOT / m.replace(".", "/")).with_suffix(".py").exists() or p.is_dir()}

    assert exist - set(named) == set()


def test_exceptions_when_counted_then_few():
    text = "\n".join(p.read_text() for p in sources())

    assert len(re.findall(r"#\s*noqa", text)) <= 5
    assert len(re.findall(r"type:\s*ignore", text)) <= 5
    assert re.findall(r"#\s*(TODO|FIXME|XXX)", text) == []


def test_tests_when_read_then_no_flush_and_no_mocks_of_our_own():
    forbidden = re.compile(r"transaction=True|\blive_server\b|transactional_db|unittest\.mock|TransactionTestCase")
    found = [name(p) for p in (ROOT / "tests").rglob("*.py") if p != Path(__file__) and forbidden.search(p.read_text())]

    assert found == []


def served() -> set[str]:
    """Name the models that a deed of some service takes in or hands back."""
    deeds = [f for p in sources() if "services" in p.parts for f in functions(p) if not f.name.startswith("_")]
    return {
        node.id
        for deed in deeds
        if "by" in {a.arg for a in deed.args.kwonlyargs}
        for note in [*(a.annotation for a in deed.args.kwonlyargs if a.arg != "by"), deed.returns]
        if note
        for node in ast.walk(note)
        if isinstance(node, ast.Name)
    }


def test_viewsets_when_walked_then_no_rule_has_two_doors():
    viewsets.populate()
    ours = [v for v in viewsets.viewsets if type(v).__module__.split(".")[0] in FLOORS]
    boss = User(is_superuser=True, is_active=True)
    open_doors = [
        type(v).__name__
        for v in ours
        if v.model.__name__ in served()
        and v.permission_policy.user_has_any_permission(boss, ["add", "change", "delete"])
    ]

    assert {"Booking", "Event", "Organization"} <= served()
    assert open_doors == []


# What has a telephone or a mail address and is nobody: a building, an office, the city itself.
NOT_PEOPLE = {"events.Reception", "organizations.AgencyDesk", "portal.CitySettings", "spaces.Facility"}


def holds_people(model) -> bool:
    """Tell whether a model's rows say something about people."""
    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
    mail = any(isinstance(field, EmailField) for field in fields.values())
    return issubclass(model, Personal) or mail or not {"phone", "user", "person"}.isdisjoint(fields)


def test_personal_data_when_kept_then_its_purpose_is_declared():
    """Give the model a ``PURPOSE`` (organizations.models.records): it makes the register and leads the deletion."""
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
    unsaid = [m._meta.label for m in ours if holds_people(m) and purpose_of(m) in (None, OnBehalf.PURPOSE)]

    assert sorted(set(unsaid) - NOT_PEOPLE) == []


def test_purposes_when_declared_then_they_name_fields_that_are_there():
    for model in apps.get_models():
        why = purpose_of(model)
        for name in [*why.items, *why.afterwards, *why.among] if why else []:
            model._meta.get_field(name)
        for lookup in [part for lookups in why.found_by.values() for part in lookups] if why else []:
            assert model._default_manager.filter(**{lookup: "x"}).query
