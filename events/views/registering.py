"""申込: a family signs up for one date, joins its waiting list or applies for its draw, on one form."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from events.forms.registrations import RegistrationForm
from events.models import Event, Occurrence, Registration
from events.permissions import events_visible_to
from events.services.draws import apply_for_draw
from events.services.parties import Entry, Party, check_open, is_by_lot
from events.services.places import Full
from events.services.registrations import next_open_date, register
from events.services.waiting import join_waiting_list
from organizations.models import Anyone, Channel, User
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods

Deed = Callable[..., Registration]


@never_cache
def sign_up(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Sign a family up for one date; a refusal keeps what was typed and names the next possible step."""
    occurrence = find_date(events_visible_to(request.user), pk, occurrence_pk)
    form = RegistrationForm(
        request.POST or None, initial=_known(request.user), questions=occurrence.event.questions.all()
    )
    refusal, by_lot = _refusal(occurrence), is_by_lot(occurrence)
    context = {"event": occurrence.event, "occurrence": occurrence, "form": form, "refusal": refusal}
    context |= {"by_lot": by_lot, "waits": occurrence.is_full and not by_lot, "line": _line(occurrence)}
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            refuse_floods(request, "registration", form.cleaned_data["email"], form.cleaned_data["phone"])
            return redirect(settled(occurrence, form, deed_for(request, by_lot=by_lot), by=person(request.user)))
        except ValidationError as refused:
            form.add_error(None, refused)
            if isinstance(refused, Full):
                seats = form.cleaned_data["adults"] + len(form.cleaned_data["children"])
                context |= {"following": _following(occurrence, seats), "waits": True}
    elif refusal or context["waits"]:
        context["following"] = _following(occurrence, 1)
    return render(request, "events/register.html", context)


def find_date(events: Any, pk: int, occurrence_pk: int) -> Occurrence:
    rows = Occurrence.objects.select_related("event", "space__facility")
    return get_object_or_404(rows.filter(event__in=events.values("pk")), event=pk, pk=occurrence_pk)


def person(user: Anyone) -> User | None:
    return user if user.is_authenticated else None


def _known(user: Anyone) -> dict[str, str]:
    found = person(user)
    return {"name": found.name, "kana": found.kana, "phone": found.phone, "email": found.email or ""} if found else {}


def _refusal(occurrence: Occurrence) -> str:
    """Say why this date takes nobody now; empty when it does."""
    try:
        check_open(occurrence, now=timezone.now())
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def _line(occurrence: Occurrence) -> int:
    return occurrence.registrations.waiting().count() if occurrence.is_full else 0


def _following(occurrence: Occurrence, seats: int) -> Occurrence | None:
    if occurrence.event.apply != Event.Apply.PORTAL:
        return None
    found = next_open_date(occurrence.event, now=timezone.now(), seats=max(seats, 1))
    return None if found is None or found.pk == occurrence.pk else found


def deed_for(request: HttpRequest, *, by_lot: bool) -> Deed:
    """Choose what the pressed button means here."""
    if by_lot:
        return apply_for_draw
    return join_waiting_list if "wait" in request.POST else register


def _party(form: RegistrationForm) -> Party:
    data = form.cleaned_data
    names = ("name", "kana", "email", "phone", "adults", "children", "stroller", "note", "answers")
    return Party(**{name: data[name] for name in names}, language=get_language() or "ja")


def settled(occurrence: Occurrence, form: RegistrationForm, deed: Deed, *, by: User | None) -> str:
    """Do it once, however often the form arrives; return where the receipt stands."""
    channel = form.cleaned_data.get("channel") or Channel.WEB
    party = _party(form)
    entry = Entry(on_behalf_of="" if channel == Channel.WEB else party.name, channel=channel, by=by)

    def once() -> str:
        return deed(occurrence=occurrence, party=party, entry=entry).get_absolute_url()

    return settle(token=form.cleaned_data["sent"], purpose=f"registration:{occurrence.pk}", deed=once, by=by)
