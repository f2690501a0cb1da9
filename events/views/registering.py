"""申込: a family signs up, looks at its receipt, cancels; hosts and staff see who comes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.registrations import RegistrationByHandForm, RegistrationForm
from events.models import Event, Occurrence, Registration
from events.permissions import events_editable_by, events_visible_to
from events.services.registrations import (
    Full,
    Party,
    cancel_registration,
    check_open,
    next_open_date,
    register,
)
from organizations.models import Channel, User
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods


@never_cache
def sign_up(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Sign a family up for one date; a refusal keeps what was typed and names the next possible step."""
    occurrence = _date(events_visible_to(request.user), pk, occurrence_pk)
    form = RegistrationForm(request.POST or None, initial=_known(request))
    refusal = _refusal(occurrence)
    context = {"event": occurrence.event, "occurrence": occurrence, "form": form, "refusal": refusal}
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            refuse_floods(request, "registration", form.cleaned_data["email"], form.cleaned_data["phone"])
            return redirect(_settled(occurrence, form, by=_user(request)))
        except ValidationError as refused:
            form.add_error(None, refused)
            seats = form.cleaned_data["adults"] + len(form.cleaned_data["children"])
            context["following"] = _following(occurrence, seats) if isinstance(refused, Full) else None
    elif refusal or occurrence.is_full:
        context["following"] = _following(occurrence, 1)
    return render(request, "events/register.html", context)


def _date(events: Any, pk: int, occurrence_pk: int) -> Occurrence:
    rows = Occurrence.objects.select_related("event", "space__facility")
    return get_object_or_404(rows.filter(event__in=events.values("pk")), event=pk, pk=occurrence_pk)


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _known(request: HttpRequest) -> dict[str, str]:
    user = _user(request)
    return {"name": user.name, "phone": user.phone, "email": user.email or ""} if user else {}


def _refusal(occurrence: Occurrence) -> str:
    """Say why this date takes nobody now; empty when it does."""
    try:
        check_open(occurrence, now=timezone.now())
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def _following(occurrence: Occurrence, seats: int) -> Occurrence | None:
    if occurrence.event.apply != Event.Apply.PORTAL:
        return None
    found = next_open_date(occurrence.event, now=timezone.now(), seats=max(seats, 1))
    return None if found is None or found.pk == occurrence.pk else found


def _party(form: RegistrationForm) -> Party:
    data = form.cleaned_data
    return Party(
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        adults=data["adults"],
        children=data["children"],
        stroller=data["stroller"],
        note=data["note"],
        language=get_language() or "ja",
    )


def _settled(occurrence: Occurrence, form: RegistrationForm, *, by: User | None) -> str:
    """Register once, however often the form arrives; return where the receipt stands."""
    channel = form.cleaned_data.get("channel") or Channel.WEB
    party = _party(form)
    on_behalf_of = "" if channel == Channel.WEB else party.name

    def deed() -> str:
        done = register(occurrence=occurrence, party=party, channel=channel, on_behalf_of=on_behalf_of, by=by)
        return done.get_absolute_url()

    return settle(token=form.cleaned_data["sent"], purpose=f"registration:{occurrence.pk}", deed=deed, by=by)


@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt: number, date, people, and a way to cancel."""
    rows = Registration.objects.select_related("occurrence__event", "occurrence__space__facility")
    found = get_object_or_404(rows, token=token)
    may_cancel = found.status != Registration.Status.CANCELLED and found.occurrence.ends_at > timezone.now()
    return render(request, "events/registration.html", {"registration": found, "may_cancel": may_cancel})


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    found = get_object_or_404(Registration, token=token)
    try:
        cancel_registration(registration=found, by=_user(request))
        messages.success(request, _("We have cancelled your registration. Thank you for telling us."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@login_required
@never_cache
def parties(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Who comes to one date, as a list to print; and the form for whoever telephones."""
    occurrence = _date(events_editable_by(request.user), pk, occurrence_pk)
    form = RegistrationByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _settled(occurrence, form, by=_user(request))
            messages.success(request, _("%(name)s is registered.") % {"name": form.cleaned_data["name"]})
            return redirect("parties", pk, occurrence_pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    rows = occurrence.registrations.exclude(status=Registration.Status.CANCELLED).order_by("pk")
    context = {"event": occurrence.event, "occurrence": occurrence, "form": form, "parties": rows}
    return render(request, "events/parties.html", context)


@login_required
@require_POST
def cancel_party(request: HttpRequest, pk: int, occurrence_pk: int, registration_pk: int) -> HttpResponse:
    """Take a party off the list for whoever telephones."""
    occurrence = _date(events_editable_by(request.user), pk, occurrence_pk)
    found = get_object_or_404(occurrence.registrations, pk=registration_pk)
    try:
        cancel_registration(registration=found, by=_user(request))
        messages.success(request, _("%(name)s is off the list.") % {"name": found.name})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("parties", pk, occurrence_pk)
