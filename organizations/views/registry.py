"""The groups: a list, a page for each, joining, and keeping one's own page true."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.forms.registry import JoinForm, JoinOnBehalfForm, OrganizationForm, OrganizationOnBehalfForm
from organizations.forms.search import OrganizationSearchForm
from organizations.models import FormerSlug, Organization, SearchDocument, User
from organizations.permissions import (
    acting,
    can_edit_organization,
    contact_levels,
    is_coordinator,
    may_enter_for_others,
)
from organizations.services import pictures, registry, search
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods
from organizations.views.lists import page_links

PAGE = 30


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form; an empty form that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None


def index(request: HttpRequest) -> HttpResponse:
    """List the groups by their reading, narrowed by what was asked."""
    form = OrganizationSearchForm(request.GET)
    form.is_valid()
    groups = form.narrow(Organization.objects.listed())
    if words := form.cleaned_data.get("q", ""):
        about = search.ids_about(words, kind=SearchDocument.Kind.ORGANIZATION)
        groups = groups.named(words) | groups.filter(pk__in=about)
    page = Paginator(groups.by_kana().for_cards(), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "asked": any(request.GET.get(name) for name in form.fields)}
    return render(request, "organizations/index.html", context | page_links(request, page))


def find(request: HttpRequest, slug: str) -> Organization:
    """Fetch a group the reader may see; one merged into another is found under that."""
    groups = Organization.objects.visible_to(request.user, timezone.localdate()).for_cards()
    groups = groups.exclude(status=Organization.Status.MERGED)
    return get_object_or_404(groups.prefetch_related("topics"), slug=slug)


def find_own(request: HttpRequest, slug: str) -> Organization:
    """Fetch a group the reader may edit."""
    return get_object_or_404(Organization.objects.editable_by(request.user, timezone.localdate()), slug=slug)


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one group; an address it once had leads to the present one."""
    try:
        organization = find(request, slug)
    except Http404:
        former = get_object_or_404(FormerSlug.objects.select_related("organization"), slug=slug)
        return redirect(former.organization, permanent=True)
    context: dict[str, Any] = {
        "organization": organization,
        "contacts": organization.contacts.visible_in(*contact_levels(request.user, organization)).order_by("pk"),
        "attested": organization.attestations.order_by("-attested_on", "-pk").first(),
        "may_edit": can_edit_organization(request.user, organization),
        "looks_after": is_coordinator(request.user),
    }
    return render(request, "organizations/show.html", context)


def join(request: HttpRequest) -> HttpResponse:
    """つながり登録, for oneself or, by place staff, for somebody at the counter."""
    form_class = JoinOnBehalfForm if may_enter_for_others(request.user) else JoinForm
    form = form_class(posted(request))
    if request.method == "POST" and form.is_valid() and (slug := _joined(request, form)):
        messages.success(request, _("Thank you. A coordinator will look at it, and it opens the same day."))
        if request.user.is_authenticated:
            return redirect("desk")
        return render(request, "organizations/joined.html", {"organization": Organization.objects.get(slug=slug)})
    return render(request, "organizations/join.html", {"form": form})


def _joined(request: HttpRequest, form: JoinForm) -> str:
    """Write the group down once, however often the form arrives; '' when it is refused, and the form says why."""
    by = request.user if isinstance(request.user, User) else None
    try:
        refuse_floods(request, "organization_join", form.cleaned_data["contact_value"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return ""
    return settle(
        token=request.POST.get("form_token", ""),
        purpose="organization_join",
        deed=lambda: registry.join_network(**form.cleaned_data, by=by).slug,
        by=by,
    )


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what shows at once; staff say on whose behalf."""
    organization = find_own(request, slug)
    form_class = OrganizationOnBehalfForm if may_enter_for_others(request.user) else OrganizationForm
    form = form_class(posted(request), request.FILES or None, instance=organization)
    if request.method == "POST" and form.is_valid():
        _update(organization, form, request)
        messages.success(request, _("Saved. The page shows it already."))
        return redirect(organization)
    return render(request, "organizations/edit.html", {"form": form, "organization": organization})


def _update(organization: Organization, form: OrganizationForm, request: HttpRequest) -> None:
    """Hand what was typed to the one service, the picture made of its own three answers."""
    said = dict(form.cleaned_data)
    sets = {name: said.pop(name) for name in ("topics", "districts", "tags")}
    behalf = {name: said.pop(name) for name in ("on_behalf_of", "channel") if name in said}
    file, alt, people = (said.pop(name) for name in ("picture_file", "picture_alt", "picture_people"))
    if file:
        said["picture"] = pictures.keep_picture(title=organization.name, file=file, alt=alt, people=people)
    registry.update_organization(organization=organization, fields=said, **sets, **behalf, by=acting(request.user))
