"""Ranks the documents of a file for the queries of another, with the very search the site uses."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from organizations.models import District, SearchDocument
from organizations.services import search
from organizations.templatetags.search_words import why
from portal.services.throwaway import throwaway_database


class Command(BaseCommand):
    help = "Rank CORPUS for QUERIES and print the rankings as one line of JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("corpus", type=Path)
        parser.add_argument("queries", type=Path)
        parser.add_argument("--top", type=int, default=10)

    def handle(self, *, corpus: Path, queries: Path, top: int, **options: object) -> None:
        try:
            documents = json.loads(corpus.read_text(encoding="utf-8"))["documents"]
            asked = [(str(query["id"]), str(query["q"])) for query in json.loads(queries.read_text(encoding="utf-8"))]
            rankings = _rankings(documents, asked, max(top, 0))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            self._fail(_("The files could not be read: %s") % problem)
        self.stdout.write(json.dumps(rankings, ensure_ascii=False))

    def _fail(self, detail: str) -> NoReturn:
        self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
        self.stdout.flush()
        sys.exit(1)


def _rankings(
    documents: list[Mapping[str, Any]], asked: list[tuple[str, str]], top: int
) -> dict[str, list[dict[str, object]]]:
    with translation.override("ja"), throwaway_database():
        names = sorted({document["district"] for document in documents if document.get("district")})
        rows = [District(code=str(number), name=name) for number, name in enumerate(names)]
        District.objects.bulk_create(rows)
        search.index_documents(map(_described, documents), kinds=SearchDocument.Kind.values)
        return {name: [_ranked(hit) for hit in search.search_documents(text)[:top]] for name, text in asked}


def _described(document: Mapping[str, Any]) -> search.Described:
    starts = document.get("starts")
    first, last = document.get("ages") or (None, None)
    return search.Described(
        kind=document["type"],
        object_id=document["id"],
        title=document["title"],
        body=document.get("body") or "",
        tags=document.get("tags") or (),
        districts=[document["district"]] if document.get("district") else [],
        ages=(first, last),
        starts=[datetime.fromisoformat(starts)] if starts else (),
    )


def _ranked(hit: search.Hit) -> dict[str, object]:
    return {"id": hit.row.object_id, "score": hit.score, "reasons": [why(reason) for reason in hit.reasons]}
