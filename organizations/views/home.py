"""The page of a group for its own people, children among them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from organizations.models import Organization
from organizations.permissions import manages


@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group to those who belong to it today."""
    mine = Organization.objects.of_member(request.user, timezone.localdate()).for_cards()
    organization = get_object_or_404(mine, slug=slug)
    context = {"organization": organization, "manages": manages(request.user, organization)}
    return render(request, "organizations/home.html", context)
