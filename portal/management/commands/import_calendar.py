"""Read a group's own calendar, from a file or an address, into the portal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from events.ical import Unreadable
from events.ical.text import MAX_BYTES
from events.models import CalendarSource
from events.services.comparing import Outcome
from events.services.incoming import Note
from events.services.source_words import note_words, problem_words
from events.services.sources import kept_source
from events.services.taking_in import Report, take_in
from organizations.models import Organization
from organizations.services.outside import Refused, fetch


class Command(BaseCommand):
    help = "Reads FILE_OR_URL, the calendar of a group, into the portal. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", metavar="ORGANIZATION_SLUG")
        parser.add_argument("origin", metavar="FILE_OR_URL")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            self._give_up(_("There is no group “%(slug)s”.") % {"slug": options["organization"]})
        try:
            report = self._read(organization, options["origin"], options["dry_run"])
        except (Refused, Unreadable) as problem:
            self._give_up(problem_words(f"{problem.code}:{problem.value}"))
        except OSError as error:
            self._give_up(_("The file cannot be read: %(reason)s") % {"reason": error.strerror})
        except DatabaseError as error:
            self._give_up(_("The database cannot be used: %(reason)s") % {"reason": error})
        self.stdout.write(json.dumps(said(report), ensure_ascii=False))

    def _read(self, organization: Organization, origin: str, is_dry_run: bool) -> Report:
        is_address = "://" in origin
        if is_address:
            data = fetch(origin).body
        else:
            with Path(origin).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        place = {"address": origin} if is_address else {"file_name": Path(origin).name[:200]}
        known = CalendarSource.objects.filter(organization=organization, **place).first()
        source = known or CalendarSource(organization=organization, **place)
        if not is_dry_run:
            source = kept_source(source=source, data=data, now=timezone.now())
        return take_in(source=source, data=data, now=timezone.now(), is_dry_run=is_dry_run)

    def _give_up(self, detail: str) -> NoReturn:
        self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
        raise CommandError(detail, returncode=1)


def said(report: Report) -> dict[str, object]:
    """Put a report in the words of the contract."""
    counts = {str(outcome): report.outcomes[outcome] for outcome in Outcome}
    lists = {"rejected": report.rejected, "warnings": report.notes}
    return {"components": report.components, **counts} | {
        name: [_said(note) for note in sorted(notes, key=lambda note: note.component or 0)]
        for name, notes in lists.items()
    }


def _said(note: Note) -> dict[str, object]:
    return {"component": note.component, "uid": note.uid, "problem": note_words(note)}
