"""The people of a group: who they are, inviting, roles, leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.memberships import ChildForm, InvitationForm, RoleForm
from organizations.models import Invitation, Membership, Organization
from organizations.permissions import acting
from organizations.services import children, memberships
from organizations.views.registry import find_own, posted


def _members(organization: Organization) -> list[Membership]:
    rows = Membership.objects.current(timezone.localdate()).filter(organization=organization)
    return list(rows.select_related("user").order_by("valid_from", "pk"))


def _role_form(row: Membership) -> RoleForm:
    return RoleForm(initial={"role": row.role}, prefix=str(row.pk), name=row.user.name)


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """List the members of a group and who is invited; invite one more."""
    organization = find_own(request, slug)
    form = InvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            memberships.invite(organization=organization, **form.cleaned_data, by=acting(request.user))
        except ValidationError as refusal:
            form.add_error("email", refusal)
        else:
            messages.success(request, _("We have mailed the invitation. Its link is good for two weeks."))
            return redirect("organization_members", slug=slug)
    return _page(request, organization, form=form)


def _page(request: HttpRequest, organization: Organization, **forms: Any) -> HttpResponse:
    """Show the members; the form that was sent keeps what was typed."""
    context = {
        "organization": organization,
        "form": forms.get("form") or InvitationForm(),
        "child_form": forms.get("child_form") or ChildForm(),
        "rows": [(row, _role_form(row)) for row in _members(organization)],
        "invitations": memberships.open_invitations(organization).order_by("expires_at"),
    }
    return render(request, "organizations/members.html", context)


def _find_member(request: HttpRequest, slug: str, pk: int) -> Membership:
    current = Membership.objects.current(timezone.localdate()).select_related("organization", "user")
    return get_object_or_404(current, organization=find_own(request, slug), pk=pk)


@require_POST
@login_required
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    membership = _find_member(request, slug, pk)
    form = RoleForm(request.POST, prefix=str(pk), name=membership.user.name)
    if form.is_valid():
        try:
            memberships.change_role(membership=membership, role=form.cleaned_data["role"], by=acting(request.user))
            messages.success(request, _("Saved."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    return redirect("organization_members", slug=slug)


@require_POST
@login_required
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a member leave; the last representative may not."""
    membership = _find_member(request, slug, pk)
    try:
        memberships.end_membership(membership=membership, by=acting(request.user))
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user.name})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    is_me = membership.user_id == acting(request.user).pk
    return redirect("desk") if is_me else redirect("organization_members", slug=slug)


def _say_pin(request: HttpRequest, organization: Organization, name: str, pin: str) -> None:
    """Show a child's number, this once."""
    said = {"name": name, "code": organization.child_code, "pin": pin}
    messages.success(
        request, _("%(name)s: code %(code)s, number %(pin)s. Write it down; it is not shown again.") % said
    )


@require_POST
@login_required
def add_child(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a child in and show her number."""
    organization = find_own(request, slug)
    form = ChildForm(request.POST)
    if not form.is_valid():
        return _page(request, organization, child_form=form)
    name = form.cleaned_data["nickname"]
    _row, pin = children.add_child(organization=organization, nickname=name, by=acting(request.user))
    _say_pin(request, organization, name, pin)
    return redirect("organization_members", slug=slug)


@require_POST
@login_required
def renew_pin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a child a new number and show it."""
    membership = _find_member(request, slug, pk)
    if membership.role != Membership.Role.CHILD:
        raise Http404
    pin = children.renew_pin(membership=membership, by=acting(request.user))
    _say_pin(request, membership.organization, membership.user.name, pin)
    return redirect("organization_members", slug=slug)


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(memberships.open_invitations(find_own(request, slug)), pk=pk)
    memberships.withdraw_invitation(invitation=invitation, by=acting(request.user))
    messages.success(request, _("The invitation is taken back."))
    return redirect("organization_members", slug=slug)


@login_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show whom a link invites to what; a tap makes the reader a member."""
    invitation = get_object_or_404(Invitation.objects.select_related("organization", "invited_by"), token=token)
    if request.method == "POST":
        try:
            memberships.accept_invitation(invitation=invitation, by=acting(request.user))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("desk")
        messages.success(request, _("Welcome! You are a member now."))
        return redirect("organization_home", slug=invitation.organization.slug)
    return render(request, "organizations/invitation.html", {"invitation": invitation})
