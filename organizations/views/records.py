"""Everything the city's coordinators know of one group, on one page: said, seen, spoken, changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from organizations.forms.guardians import GuardianForm
from organizations.forms.memos import ClaimForm
from organizations.forms.registry import ReasonForm
from organizations.forms.talks import TalkForm
from organizations.models import ChangeRequest, Claim, Guardian, Membership, Organization
from organizations.permissions import acting, is_coordinator
from organizations.services import changes, claims, evidence, guardians
from organizations.views.guards import open_to
from organizations.views.registry import find, posted

LATEST = 30


@open_to(is_coordinator)
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of a group; the history says who did what and when."""
    organization = get_object_or_404(Organization.objects.for_cards(), slug=slug)
    asked = ChangeRequest.objects.filter(content_type__model="organization", object_id=organization.pk)
    history = ModelLogEntry.objects.for_instance(organization)
    today = timezone.localdate()
    context = {
        "organization": organization,
        "contacts": organization.contacts.order_by("pk"),
        "attestations": organization.attestations.select_related("entered_by").order_by("-attested_on", "-pk")[:LATEST],
        "evidence": evidence.shown(organization.evidence.order_by("kind")),
        "talks": organization.talks.select_related("noted_by").order_by("-held_on", "-pk")[:LATEST],
        "renewals": organization.renewals.order_by("-fiscal_year")[:5],
        "changes": [(row, changes.lines(row)) for row in asked.order_by("-entered_at")[:LATEST]],
        "merges": organization.merges_taken_in.select_related("merged").order_by("-pk"),
        "people": Membership.objects.current(today).filter(organization=organization).select_related("user"),
        "history": history.select_related("user").order_by("-timestamp", "-pk")[:LATEST],
        "guardian": Guardian.objects.filter(organization=organization).select_related("coordinator", "paper").first(),
        "form": TalkForm(initial={"channel": "phone", "was_reached": True, "held_on": today}),
    }
    return render(request, "organizations/record.html", context)


@open_to(is_coordinator)
def guardian(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down the adult who answers for a children's own group."""
    organization = get_object_or_404(Organization.objects.of_kind(Organization.Kind.CHILDREN), slug=slug)
    known = Guardian.objects.filter(organization=organization).values("name", "phone", "email", "consented_on")
    form = GuardianForm(posted(request), request.FILES or None, initial=dict(known[0]) if known else None)
    if request.method == "POST" and form.is_valid():
        try:
            guardians.name_guardian(organization=organization, **form.cleaned_data, by=acting(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("group_record", slug=slug)
    return render(request, "organizations/guardian.html", {"form": form, "organization": organization})


@login_required
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a group is one's own."""
    organization = find(request, slug)
    form = ClaimForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claims.ask(organization=organization, **form.cleaned_data, by=acting(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("A coordinator looks at it and tells you."))
            return redirect(organization)
    return render(request, "organizations/claim.html", {"form": form, "organization": organization})


@open_to(is_coordinator)
def decide_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a claim: let her in, or say why not."""
    waiting = get_object_or_404(Claim.objects.waiting().select_related("organization", "user"), pk=pk)
    form = ReasonForm(request.POST if "refuse" in request.POST else None)
    role = request.POST.get("approve", "")
    try:
        if role in (Membership.Role.EDITOR, Membership.Role.REPRESENTATIVE):
            claims.approve(claim=waiting, role=role, by=acting(request.user))
            messages.success(request, _("%(name)s looks after the page now.") % {"name": waiting.user.name})
            return redirect("group_record", slug=waiting.organization.slug)
        if "refuse" in request.POST and form.is_valid():
            claims.refuse(claim=waiting, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("She is told the reason."))
            return redirect("desk")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("desk")
    members = Membership.objects.current(timezone.localdate()).filter(organization=waiting.organization)
    context = {"claim": waiting, "form": form, "members": members.select_related("user")}
    return render(request, "organizations/claim_desk.html", context)
