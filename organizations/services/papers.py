"""Papers that belong to one record and are read at the desk only."""

from typing import Any

from django.core.files import File
from django.db import transaction

from organizations.models import Attachment, User


@transaction.atomic
def keep_paper(*, title: str, file: File[Any], by: User | None) -> Attachment:
    """Keep a private paper; it is in no library and no search."""
    paper = Attachment(title=title, file=file, is_private=True, uploaded_by_user=by)
    paper.save()
    return paper
