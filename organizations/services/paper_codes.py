"""Short addresses for paper: each leads to one page for ever."""

from django.db import transaction

from organizations.models import PaperCode


@transaction.atomic
def code_for(path: str) -> PaperCode:
    """Give the code of a page of this site, the same one every time."""
    found = PaperCode.objects.filter(path=path).order_by("pk").first()
    return found or PaperCode.objects.create(path=path)


def path_of(code: str) -> str | None:
    """Tell where a code leads; letters may have been typed large."""
    return PaperCode.objects.filter(code__in=(code, code.lower())).values_list("path", flat=True).first()
