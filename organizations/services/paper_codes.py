"""Short addresses for paper: each leads to one page for ever."""

from django.db import transaction

from organizations.models import PaperCode
from organizations.models.operations import new_code

SECRET_SIGNS = 27  # of 31 each: more than 128 bits


@transaction.atomic
def code_for(path: str) -> PaperCode:
    """Give the code of a page of this site, the same one every time."""
    found = PaperCode.objects.filter(path=path).order_by("pk").first()
    return found or PaperCode.objects.create(path=path)


@transaction.atomic
def secret_code_for(path: str) -> PaperCode:
    """Give the code of a page whose address is a key: as hard to guess as the address itself."""
    found = PaperCode.objects.filter(path=path).order_by("pk").first()
    return found or PaperCode.objects.create(path=path, code=new_code(SECRET_SIGNS))


def path_of(code: str) -> str | None:
    """Tell where a code leads; letters may have been typed large."""
    return PaperCode.objects.filter(code__in=(code, code.lower())).values_list("path", flat=True).first()
