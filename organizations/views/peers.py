"""For coordinators: who could help a project, and which groups should know each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from organizations.models import Organization, Project
from organizations.permissions import is_coordinator
from organizations.services import peers, suggestions
from organizations.views.guards import open_to


@open_to(is_coordinator)
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whom a group should know: the same worry, and help in either direction."""
    organization = get_object_or_404(Organization, slug=slug, status__in=Organization.LISTED)
    found = peers.peers_of(organization, timezone.now())
    context = {
        "organization": organization,
        "parts": (
            ("same", found.same_worry),
            ("help", found.can_help_us),
            ("give", found.we_can_help),
        ),
    }
    return render(request, "organizations/matching/peers.html", context)


@open_to(is_coordinator)
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which offers could help a project, each with its reasons."""
    project = get_object_or_404(Project.objects.with_partners(), pk=pk)
    partners = sorted(project.partners.all(), key=lambda partner: partner.position)
    context = {
        "project": project,
        "lead": partners[0].organization if partners else None,
        "suggestions": suggestions.helpers_of(project, timezone.now()),
    }
    return render(request, "organizations/matching/helpers.html", context)
