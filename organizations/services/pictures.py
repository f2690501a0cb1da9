"""Pictures that people hand in with their records."""

from typing import Any

from django.core.files import File
from django.db import transaction

from organizations.models import Picture


@transaction.atomic
def keep_picture(*, title: str, file: File[Any], alt: str, people: str, credit: str = "") -> Picture:
    """Keep a picture that its form has already cleaned, with what it shows and who is on it."""
    picture = Picture(title=title, file=file, alt=alt, people=people, credit=credit)
    picture.save()
    return picture
