"""もうすぐ締切: what closes soon; and the desk where application periods are entered."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.receptions import ReceptionForm
from events.models import Reception
from events.permissions import can_keep_receptions
from events.services import receptions as services
from organizations.models import Organization
from organizations.permissions import acting


def index(request: HttpRequest) -> HttpResponse:
    """List what closes within two weeks, then what is open longer, then what opens."""
    now = timezone.localtime()
    today = now.date()
    soon = services.deadlines(now=now)
    shown = Reception.objects.public().with_texts()
    context = {
        "soon": [(row, services.left_words(row.left)) for row in soon],
        "open": shown.open_on(today).exclude(closes_on__lte=today + timedelta(days=services.SOON)).by_end()[:50],
        "later": shown.filter(opens_on__gt=today).order_by("opens_on", "pk")[:50],
    }
    return render(request, "events/receptions/index.html", context)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one application period."""
    rows = Reception.objects.all() if can_keep_receptions(request.user) else Reception.objects.public()
    reception = get_object_or_404(rows.select_related("organization"), pk=pk)
    today = timezone.localdate()
    context = {
        "reception": reception,
        "is_open": reception.opens_on <= today <= reception.closes_on,
        "is_over": reception.closes_on < today,
        "left": services.left_words((reception.closes_on - today).days),
        "may_edit": can_keep_receptions(request.user),
    }
    return render(request, "events/receptions/show.html", context)


@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """List all that is not over, published or not."""
    _keeper(request)
    rows = Reception.objects.not_over(timezone.localdate()).by_end()[:200]
    return render(request, "events/receptions/desk.html", {"receptions": rows})


def _keeper(request: HttpRequest) -> None:
    """Who may enter them; for everybody else there is nothing here."""
    if not can_keep_receptions(request.user):
        raise Http404


@login_required
@never_cache
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new application period, or change one."""
    _keeper(request)
    reception = get_object_or_404(Reception, pk=pk) if pk else Reception()
    departments = Organization.objects.of_kind(Organization.Kind.DEPARTMENT).by_kana()
    form = ReceptionForm(request.POST or None, instance=reception, departments=departments)
    if request.method == "POST" and form.is_valid():
        kept = services.keep_reception(
            reception=reception, facts=form.facts, english=form.english, by=acting(request.user)
        )
        messages.success(request, _("Saved."))
        return redirect(kept)
    return render(request, "events/receptions/edit.html", {"form": form, "reception": reception})
