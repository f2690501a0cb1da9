"""Pictures that people hand in with their records."""

from collections.abc import Collection
from datetime import date
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.core.files import File
from django.db import transaction
from wagtail.models import ReferenceIndex

from organizations.images import ninth_box
from organizations.models import Picture, Rendition, new_token

UNNAMED = "—"


@transaction.atomic
def keep_picture(
    *,
    title: str,
    file: File[Any],
    alt: str,
    people: str,
    credit: str = "",
    consent_until: date | None = None,
    middle: str = "",
) -> Picture:
    """Keep a picture that its form has already cleaned, with what it shows and who is on it.

    ``middle`` names the field of the nine that stays in sight when the picture is cut. The file gets a name by
    chance: the camera's own may tell a child's name, or be guessed before the picture is public.
    """
    file.name = f"{new_token()}{PurePath(str(file.name)).suffix}"
    picture = Picture(title=title, file=file, alt=alt, people=people, credit=credit, consent_until=consent_until)
    _centre(picture, middle)
    picture.save()
    return picture


@transaction.atomic
def forget_pictures(numbers: Collection[int]) -> None:
    """Delete pictures whose record is gone, with their files; one that stands elsewhere too stays there."""
    fields = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Picture and model is not Rendition
    ]
    for picture in Picture.objects.filter(pk__in=numbers):
        held = any(model._base_manager.filter(**{name: picture}).exists() for model, name in fields)
        within = ReferenceIndex.get_references_to(picture).exclude(model_path="picture")
        if not held and not within.exists():
            picture.delete()


@transaction.atomic
def describe_picture(
    *, picture: Picture, title: str, alt: str, people: str, credit: str, consent_until: date | None, middle: str
) -> Picture:
    """Say anew what a picture shows, who is on it and which part matters; it is cut so wherever it stands.

    ``title`` is for one that has none yet.
    """
    picture.title = title if picture.title == UNNAMED else picture.title
    picture.alt, picture.people, picture.credit, picture.consent_until = alt, people, credit, consent_until
    _centre(picture, middle)
    picture.save()
    return picture


def _centre(picture: Picture, middle: str) -> None:
    if not middle:
        return
    x, y, width, height = ninth_box(middle, picture.width, picture.height)
    picture.focal_point_x, picture.focal_point_y = x, y
    picture.focal_point_width, picture.focal_point_height = width, height


def discard_pictures(*, numbers: Collection[int]) -> int:
    """Delete pictures that were kept for a form nobody sent; return how many."""
    rows = list(Picture.objects.filter(pk__in=numbers, people=Picture.People.UNSTATED))
    for picture in rows:
        picture.delete()
    return len(rows)


def withdraw_lapsed_consents(*, today: date) -> int:
    """Take down, everywhere at once, pictures whose people agreed only until before ``today``; return how many.

    A picture that does not say who is on it is shown nowhere; whoever put it up finds it in the library.
    """
    lapsed = Picture.objects.filter(consent_until__lt=today).exclude(people=Picture.People.UNSTATED)
    return int(lapsed.update(people=Picture.People.UNSTATED))
