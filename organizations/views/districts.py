"""The districts: found by town or school name, and what there is in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from organizations.language import hiragana, key
from organizations.models import AddressRange, District, Need, Organization, Project

SHOWN = 12


def index(request: HttpRequest) -> HttpResponse:
    """List the districts, and find one by the name of a town or a school."""
    words = request.GET.get("q", "").replace("\0", "")[:80].strip()
    today = timezone.localdate()
    context = {
        "q": words,
        "districts": District.objects.by_kana(),
        "found": District.objects.named(hiragana(key(words)), words).by_kana() if words else [],
        "towns": AddressRange.objects.valid_on(today).of_town(hiragana(key(words)), words) if words else [],
    }
    return render(request, "organizations/districts.html", context)


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district: its groups, what they ask for and what they do together; upper floors add their panels."""
    district = get_object_or_404(District.objects.prefetch_related("texts", "parents", "neighbours"), code=code)
    today = timezone.localdate()
    groups = Organization.objects.listed().in_district(code).by_kana()
    context = {
        "district": district,
        "groups": groups.for_cards()[:SHOWN],
        "more": groups.count() > SHOWN,
        "needs": Need.objects.on_board(today).filter(districts=district).order_by("-opened_at", "-pk")[:SHOWN],
        "projects": Project.objects.public().filter(districts=district).order_by("-fiscal_year", "title")[:SHOWN],
    }
    return render(request, "organizations/district.html", context)
