"""Two records of one group: found, compared, rehearsed, merged, and taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from organizations.models import MergeRecord, Organization
from organizations.permissions import acting, is_coordinator
from organizations.templatetags.words import long_day_words
from organizations.views.guards import open_to
from portal.services import merge

CANDIDATES = 12


class CandidateForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name of the other record"), max_length=80, required=False)


def _others(organization: Organization, words: str) -> QuerySet[Organization]:
    """List what may be the same group: by the words typed, else by reading, website or contact."""
    rows = Organization.objects.exclude(pk=organization.pk).exclude(status__in=("merged", "dissolved"))
    rows = rows.exclude(kind=Organization.Kind.DEPARTMENT)
    if words:
        return rows.named(words).by_kana()[:CANDIDATES]
    values = organization.contacts.exclude(value="").values("value")
    alike = Q(kana=organization.kana) | Q(name=organization.name) | Q(contacts__value__in=values)
    if organization.website:
        alike |= Q(website=organization.website)
    return rows.filter(alike).distinct().by_kana()[:CANDIDATES]


@open_to(is_coordinator)
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the other record, see what would move, and merge."""
    organization = get_object_or_404(Organization, slug=slug)
    form = CandidateForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    chosen = (request.POST or request.GET).get("into", "").replace("\0", "")
    kept = Organization.objects.filter(slug=chosen).first() if chosen else None
    context: dict[str, Any] = {
        "organization": organization,
        "kept": kept,
        "form": form,
        "others": _others(organization, words),
    }
    if kept is None:
        return render(request, "organizations/merge.html", context)
    try:
        if request.method == "POST":
            merge.merge(merged=organization, kept=kept, by=acting(request.user))
            messages.success(request, _("Merged. For two weeks it can be taken back here."))
            return redirect("group_record", slug=kept.slug)
        context["plan"] = merge.rehearse(merged=organization, kept=kept).counts()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("merge", slug=slug)
    return render(request, "organizations/merge.html", context)


@require_POST
@open_to(is_coordinator)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the merged record stand again, with everything that was its own."""
    record = get_object_or_404(MergeRecord.objects.select_related("merged", "kept"), pk=pk)
    try:
        merged = merge.undo_merge(record=record, by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("group_record", slug=record.kept.slug)
    messages.success(request, _("Taken back on %(day)s.") % {"day": long_day_words(timezone.localdate())})
    return redirect("group_record", slug=merged.slug)
