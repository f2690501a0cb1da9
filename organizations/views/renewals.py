"""Once a year: the group's tap behind a link, and the staff's list with the telephone, the counter and the paper."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from organizations.forms.renewals import ChildrenRenewalForm, HeadForm, RenewalByHandForm, RenewalForm, RenewalListForm
from organizations.models import Organization, Renewal, User
from organizations.permissions import acting, may_enter_for_others
from organizations.services import renewals
from organizations.views.guards import open_to
from organizations.views.lists import page_links
from organizations.views.registry import posted

PAGE = 50
SHEETS = 200


def show(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by the link of a mail or of a sheet; only the tap on the page answers, whatever opens the link."""
    rows = Renewal.objects.select_related("organization").prefetch_related("organization__districts")
    renewal = get_object_or_404(rows, token=token)
    is_returning = renewal.status == Renewal.Status.RETURNING
    is_children = renewal.organization.kind == Organization.Kind.CHILDREN
    asked = HeadForm if is_returning else ChildrenRenewalForm if is_children else RenewalForm
    form: forms.Form = asked(posted(request))
    is_open = renewals.is_open(renewal)
    if is_open and request.method == "POST" and form.is_valid():
        _answer(request, renewal, form)
        return redirect("renewal", token=token)
    context = {"renewal": renewal, "organization": renewal.organization, "form": form, "is_open": is_open}
    return render(request, "organizations/renewals/show.html", context)


def _answer(request: HttpRequest, renewal: Renewal, form: forms.Form) -> None:
    """Hand the answer on; where another tap was quicker, the page says what that one said."""
    by = request.user if isinstance(request.user, User) else None
    with suppress(ValidationError):
        if isinstance(form, HeadForm):
            renewals.name_head(renewal=renewal, **form.said(), by=by)
        else:
            renewals.confirm(renewal=renewal, **form.cleaned_data, by=by)


@open_to(may_enter_for_others)
def index(request: HttpRequest) -> HttpResponse:
    """List the groups by how their renewal stands."""
    form = RenewalListForm(request.GET)
    said = form.said()
    page = Paginator(renewals.listed(**said), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "counts": renewals.counts(), "without_mail": renewals.without_mail().count()}
    return render(request, "organizations/renewals/index.html", context | page_links(request, page))


@open_to(may_enter_for_others)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a group said on the telephone, at the counter or on paper."""
    renewal = get_object_or_404(Renewal.objects.select_related("organization"), pk=pk)
    form = RenewalByHandForm(posted(request), initial={"channel": "phone", "on_behalf_of": renewal.organization.name})
    if request.method == "POST" and form.is_valid():
        return _record(request, renewal, dict(form.cleaned_data))
    contacts = renewal.organization.contacts.order_by("pk")
    context = {"renewal": renewal, "organization": renewal.organization, "contacts": contacts, "form": form}
    return render(request, "organizations/renewals/record.html", context)


def _record(request: HttpRequest, renewal: Renewal, said: dict[str, Any]) -> HttpResponse:
    by = acting(request.user)
    try:
        if said.pop("has_ended"):
            behalf = {name: said[name] for name in ("remark", "channel", "on_behalf_of")}
            renewals.end_group(renewal=renewal, **behalf, by=by)
        else:
            renewals.confirm(renewal=renewal, **said, by=by)
        messages.success(request, _("Written down: %(name)s.") % {"name": renewal.organization.name})
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("renewals")


@open_to(may_enter_for_others)
def sheets(request: HttpRequest) -> HttpResponse:
    """Print one sheet for each group that has no mail address, or for the one named."""
    rows = renewals.without_mail()
    if chosen := request.GET.get("only", ""):
        rows = Renewal.objects.open().filter(organization__slug=chosen[:80].replace("\0", ""))
    rows = rows.select_related("organization").prefetch_related("organization__contacts", "organization__districts")
    return render(request, "organizations/renewals/sheets.html", {"rows": rows.order_by("organization__kana")[:SHEETS]})
