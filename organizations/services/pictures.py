"""Pictures that people hand in with their records."""

from datetime import date
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


def withdraw_lapsed_consents(*, today: date) -> int:
    """Take down, everywhere at once, pictures whose people agreed only until before ``today``; return how many.

    A picture that does not say who is on it is shown nowhere; whoever put it up finds it in the library.
    """
    lapsed = Picture.objects.filter(consent_until__lt=today).exclude(people=Picture.People.UNSTATED)
    return int(lapsed.update(people=Picture.People.UNSTATED))
