"""Uploading a document to the library: what it says it is must be what it is."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

ENCODINGS = ("utf-8-sig", "cp932")
LOOKED_AT = 1024 * 1024


def _is_pdf(file: UploadedFile) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_office(file: UploadedFile, part: str) -> bool:
    try:
        with ZipFile(file) as archive:
            return part in archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False


def _is_text(file: UploadedFile) -> bool:
    head = file.read(LOOKED_AT)
    whole_lines = head if len(head) < LOOKED_AT else head[: head.rfind(b"\n") + 1]
    return b"\0" not in head and any(_decodes(whole_lines, encoding) for encoding in ENCODINGS)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


CHECKS: dict[str, Callable[[UploadedFile], bool]] = {
    ".pdf": _is_pdf,
    ".docx": lambda file: _is_office(file, "word/document.xml"),
    ".xlsx": lambda file: _is_office(file, "xl/workbook.xml"),
    ".csv": _is_text,
    ".txt": _is_text,
}


def is_what_it_says(file: UploadedFile) -> bool:
    """Tell whether the content of ``file`` fits its ending; leaves the file at its beginning."""
    ending = PurePath(str(file.name)).suffix.lower()
    file.seek(0)
    fits = CHECKS[ending](file) if ending in CHECKS else False
    file.seek(0)
    return fits


class DocumentForm(BaseDocumentForm):
    """Wagtail's own document form, single and multiple, with our rules for the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].required = False

    def clean_language(self) -> str:
        return self.cleaned_data.get("language") or "ja"

    def clean_file(self) -> UploadedFile | None:
        """Refuse a file whose content is not what its name says."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile) and not is_what_it_says(file):
            raise ValidationError(
                _("The content of this file does not fit its name. Please save it anew and choose it once more."),
                code="not_what_it_says",
            )
        return file
