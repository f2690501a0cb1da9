"""The hosts' side of 申込: who comes, who waits, who is here; on the screen, on paper and as a table."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.registrations import RegistrationByHandForm
from events.forms.taking import WalkInsForm
from events.models import Occurrence, Registration
from events.permissions import events_editable_by
from events.services.attendance import attendance_of, count_walk_ins
from events.services.evaluations import OPEN_DAYS, SHOWN_FROM, path_of, summary_of
from events.services.parties import is_by_lot
from events.services.places import Full
from events.services.registrations import cancel_registration
from events.services.sameness import likely_same, tell_apart
from events.views.registering import deed_for, find_date, person, settled
from events.views.registration import tick
from organizations.services.sheets import csv_of
from organizations.templatetags.words import age_range

Status = Registration.Status


@login_required
@never_cache
def parties(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Who comes to one date and who waits; and the form for whoever telephones."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    by_lot = is_by_lot(occurrence)
    form = RegistrationByHandForm(request.POST or None, questions=occurrence.event.questions.all())
    context = {"event": occurrence.event, "occurrence": occurrence, "form": form, "by_lot": by_lot}
    if request.method == "POST" and form.is_valid():
        try:
            settled(occurrence, form, deed_for(request, by_lot=by_lot), by=person(request.user))
            messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
            return redirect("parties", pk, occurrence_pk)
        except ValidationError as refused:
            form.add_error(None, refused)
            context["waits"] = isinstance(refused, Full)
    lists = _lists(occurrence)
    context["unsettled"] = sum(row.seems is not None for row in lists["applied"])
    context |= lists | {"waits": context.get("waits") or (occurrence.is_full and not by_lot)}
    return render(request, "events/parties.html", context)


def _lists(occurrence: Occurrence) -> dict[str, list[Registration]]:
    """Sort everybody who comes, or may, into the lists of the page; the names in their order of reading."""
    rows = sorted(occurrence.registrations.alive(), key=lambda row: (row.kana or row.name, row.pk))
    waiting = sorted((row for row in rows if row.status == Status.WAITING), key=lambda row: (row.line or 0, row.pk))
    return {
        "parties": [row for row in rows if row.status == Status.CONFIRMED],
        "offered": [row for row in rows if row.status == Status.OFFERED],
        "waiting": waiting,
        "applied": _by_ticket([row for row in rows if row.status == Status.APPLIED]),
    }


def _by_ticket(rows: list[Registration]) -> list[Registration]:
    """List the applications for a draw, each beside the earlier one it may be the same as."""
    same = likely_same(rows)
    for row in rows:
        row.seems = same.get(row.pk)
    return sorted(rows, key=lambda row: row.ticket or 0)


@login_required
@require_POST
def cancel_party(request: HttpRequest, pk: int, occurrence_pk: int, registration_pk: int) -> HttpResponse:
    """Take a party off the list for whoever telephones."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    found = get_object_or_404(occurrence.registrations, pk=registration_pk)
    try:
        cancel_registration(registration=found, by=person(request.user))
        messages.success(request, _("%(name)s is off the list.") % {"name": found.name})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("parties", pk, occurrence_pk)


@login_required
@require_POST
def other_family(request: HttpRequest, pk: int, occurrence_pk: int, registration_pk: int) -> HttpResponse:
    """Say that an application is not the same family's as an earlier one."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    found = get_object_or_404(occurrence.registrations, pk=registration_pk)
    tell_apart(registration=found, by=person(request.user))
    messages.success(request, _("Noted: two families."))
    return redirect("parties", pk, occurrence_pk)


@login_required
@require_POST
def tick_party(request: HttpRequest, pk: int, occurrence_pk: int, registration_pk: int) -> HttpResponse:
    """Tick a party off at the door, or take the tick back."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    tick(request, get_object_or_404(occurrence.registrations, pk=registration_pk))
    return redirect("parties", pk, occurrence_pk)


@login_required
@never_cache
def door_list(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """The list for the door on A4: readings above the names, a box to tick."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    context = {"event": occurrence.event, "occurrence": occurrence} | _lists(occurrence)
    return render(request, "events/door_list.html", context)


@login_required
@never_cache
def table(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """The parties as CSV for a spreadsheet, which must not take a name for a formula."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    asked = list(occurrence.event.questions.values_list("text", flat=True))
    rows = (_cells(row, asked) for row in occurrence.registrations.alive().order_by("pk"))
    response = HttpResponse(csv_of([*_columns(), *asked], rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="parties-{occurrence.held_on}.csv"'
    return response


def _columns() -> list[str]:
    return [
        _("Number"),
        _("status"),
        _("Name"),
        _("Reading"),
        _("Telephone"),
        _("Mail address"),
        _("Adults"),
        _("Children"),
        _("Stroller"),
        _("Remarks"),
        _("arrived at"),
    ]


def _cells(row: Registration, asked: list[str]) -> list[Any]:
    answers = {answer["question"]: answer["answer"] for answer in row.answers}
    children = ", ".join(str(age_range(months, months)) for months in row.children)
    arrived = f"{timezone.localtime(row.arrived_at):%Y-%m-%d %H:%M}" if row.arrived_at else ""
    own = [row.reference, row.get_status_display(), row.name, row.kana, row.phone, row.email, row.adults, children]
    return [*own, "○" if row.stroller else "", row.note, arrived, *(answers.get(text, "") for text in asked)]


@login_required
@never_cache
def attendance(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """How many came, by age; who came without registering is counted here. And what families said."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    rows = attendance_of(occurrence)
    form = WalkInsForm(request.POST or None, initial={row.band: row.walked_in for row in rows})
    if request.method == "POST" and form.is_valid():
        count_walk_ins(occurrence=occurrence, counts=form.counts, by=person(request.user))
        messages.success(request, _("Noted. Thank you for counting."))
        return redirect("attendance", pk, occurrence_pk)
    context = {
        "event": occurrence.event,
        "occurrence": occurrence,
        "rows": rows,
        "total": sum(row.total for row in rows),
        "form": form,
        "summary": summary_of(occurrence),
        "shown_from": SHOWN_FROM,
    }
    return render(request, "events/attendance.html", context)


@login_required
@never_cache
def door_sheet(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """A sheet for the door: the square code of the two questions."""
    occurrence = find_date(events_editable_by(request.user), pk, occurrence_pk)
    context = {"event": occurrence.event, "occurrence": occurrence, "path": path_of(occurrence), "days": OPEN_DAYS}
    return render(request, "events/door_sheet.html", context)
