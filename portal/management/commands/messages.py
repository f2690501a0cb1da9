"""Keep the Japanese catalogues in step with the code, with no gettext programs on the machine."""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

APPS = ("organizations", "spaces", "events", "portal")
CATALOGUE = Path("locale/ja/LC_MESSAGES/django.po")
EXTRA = "portal/locale_wagtail/ja/LC_MESSAGES/django.po"  # what Wagtail leaves in English; it wins over every app
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def home_of(path: Path) -> str:
    """Name the app whose catalogue holds the sentences of a file (path relative to the project)."""
    parts = path.parts
    if parts[0] == "templates":
        return parts[1] if parts[1] in APPS else "portal"
    return parts[0]


def marked_files(root: Path) -> Iterator[Path]:
    """List, in order, the files that may hold marked sentences."""
    for app in APPS:
        yield from sorted(p for p in (root / app).rglob("*.py") if "migrations" not in p.parts)
    folders = [root / "templates", *(root / app / "templates" for app in APPS)]
    for folder in folders:
        yield from sorted(p for p in folder.rglob("*") if p.suffix in {".html", ".txt"})


def as_python(path: Path) -> bytes:
    """Return a file as text the Python extractor understands; templates lose all but their marked sentences."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()


def found_in(path: Path) -> Iterator[Message]:
    """List the marked sentences of one file."""
    source = BytesIO(as_python(path))
    for _line, text, comments, context in extract(
        "python", source, keywords=KEYWORDS, comment_tags=("Translators",), options={"encoding": "utf-8"}
    ):
        yield Message(text, context=context, auto_comments=comments)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="ja")
    with path.open("rb") as file:
        return read_po(file, locale="ja", ignore_obsolete=True, abort_invalid=True)


def merged(found: Iterable[Message], known: Catalog) -> Catalog:
    """Make a catalogue of the sentences found, with the Japanese already written; the rest falls away."""
    catalog = Catalog(locale="ja")
    for message in found:
        old = known.get(message.id, message.context)
        plural = isinstance(message.id, tuple)
        kept = old.string if old and isinstance(old.string, tuple) == plural else None
        catalog.add(
            message.id,
            kept or (("",) if plural else ""),
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
            context=message.context,
        )
    return catalog


def as_text(catalog: Catalog) -> str:
    """Write a catalogue sorted, without lines and dates, so that two people's changes seldom touch."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER + buffer.getvalue().decode().rstrip("\n") + "\n"


def untranslated(catalog: Catalog) -> list[str]:
    return [str(m.id) for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def disagreements(catalogs: dict[str, Catalog]) -> list[str]:
    """Name the sentences two apps translate differently: only one of them would ever be shown."""
    said: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for catalog in catalogs.values():
        for message in catalog:
            if message.id and any(message.string or ()):
                said[str(message.id), message.context].add(str(message.string))
    return [f"{key[0]} → {' / '.join(sorted(ways))}" for key, ways in said.items() if len(ways) > 1]


def broken(catalog: Catalog) -> list[str]:
    """Name the sentences whose Japanese would fail or lose its numbers when filled in."""
    return [f"{m.id}: {error}" for m in catalog if m.id for error in m.check(catalog)]


def compile_all(root: Path) -> int:
    """Compile every catalogue that is newer than its compiled twin; return how many."""
    count = 0
    for path in sorted(p for app in APPS for p in (root / app).glob("locale*/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        catalog = read(path)
        partial = target.with_suffix(".mo.partial")
        with partial.open("wb") as file:
            write_mo(file, catalog)
        partial.replace(target)
        count += 1
    return count


class Command(BaseCommand):
    help = "Extract marked sentences into APP/locale/ja/LC_MESSAGES/django.po and compile all catalogues."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when anything is missing or stale"
        )
        parser.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *, check: bool = False, **options: object) -> None:
        root = Path(settings.BASE_DIR)
        if options["compile"]:
            self.stdout.write(json.dumps({"compiled": compile_all(root)}))
            return
        catalogs = self.extract(root)
        stale = [app for app, catalog in catalogs.items() if not self.is_current(root / app / CATALOGUE, catalog)]
        missing = [f"{app}: {text}" for app, catalog in catalogs.items() for text in untranslated(catalog)]
        extra = {path.parts[-4]: read(path) for path in sorted(root.glob(EXTRA))}
        split = disagreements(catalogs | extra) + [line for catalog in catalogs.values() for line in broken(catalog)]
        for line in missing if check else missing[:10]:
            self.stderr.write(f"no Japanese — {line}")
        for line in split:
            self.stderr.write(f"cannot be shown — {line}")
        if check and (stale or missing or split):
            raise CommandError(
                f"{len(missing)} sentences without Japanese, {len(split)} that cannot be shown;"
                f" stale: {', '.join(stale) or 'none'}. Run `manage.py messages` and fill the empty msgstr."
            )
        if not check:
            self.write(root, {app: catalogs[app] for app in stale})
        self.stdout.write(
            json.dumps({app: len(catalog) for app, catalog in catalogs.items()} | {"missing": len(missing)})
        )

    def extract(self, root: Path) -> dict[str, Catalog]:
        found: dict[str, list[Message]] = {app: [] for app in APPS}
        for path in marked_files(root):
            found[home_of(path.relative_to(root))] += found_in(path)
        return {app: merged(found[app], read(root / app / CATALOGUE)) for app in APPS}

    def is_current(self, path: Path, catalog: Catalog) -> bool:
        if not path.exists():
            return len(catalog) == 0
        return path.read_text(encoding="utf-8") == as_text(catalog)

    def write(self, root: Path, catalogs: dict[str, Catalog]) -> None:
        for app, catalog in catalogs.items():
            path = root / app / CATALOGUE
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_text(catalog), encoding="utf-8")
        compile_all(root)
