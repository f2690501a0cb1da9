"""Asking for a space: once, again and again, or in line behind somebody else."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from organizations.models import User
from organizations.permissions import Anyone, may_enter_for_others
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods
from spaces.forms.bookings import BookingForm, BookingForSomebodyForm, Choices
from spaces.models import Space, Thing
from spaces.permissions import groups_bookable_by
from spaces.services.availability import alternatives
from spaces.services.bookings import request_booking
from spaces.services.demand import note_unmet
from spaces.services.line import join_line
from spaces.services.rules import Guest, SpaceTaken, Use, judge
from spaces.services.series import check_number, request_series
from spaces.views.day_parts import asked_day, asked_part, choose_day, part_choices

SERIES, WAIT = "series", "wait"  # what the second button of the form asks for
WISH = ("day", "start", "end", "purpose", "head_count", "ages")  # what an address may carry: nothing about a person
FIELD_OF = {
    "past": "day",
    "too_early": "day",
    "too_late": "day",
    "opens_month": "day",
    "locals_first": "day",
    "raster": "start",
    "day_part": "start",
    "too_short": "end",
    "too_long": "end",
    "too_many": "head_count",
    "quota": "day",
    "too_many_dates": "until",
}


@never_cache
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a space, once or again and again; a refusal keeps what was typed and offers what else there is."""
    space = get_object_or_404(Space.objects.bookable().select_related("facility"), slug=slug)
    day = asked_day(request)
    parts = part_choices(space, day)
    if parts is None and space.is_lent_by_parts:
        return choose_day(request, space)
    form = _form(request, space, parts)
    context: dict[str, Any] = {"space": space, "form": form, "day": day if space.is_lent_by_parts else None}
    if request.method == "POST" and form.is_valid():
        try:
            if form.repeats and request.POST.get("deed") != SERIES:
                context["verdicts"] = _preview(request, space, form)
            else:
                refuse_floods(request, "booking", form.cleaned_data["email"], form.cleaned_data["phone"])
                return redirect(_request_once(request, space, form))
        except ValidationError as refused:
            context |= _refused(space, form, refused)
    return render(request, "spaces/book.html", context)


def _refused(space: Space, form: BookingForm, refused: ValidationError) -> dict[str, Any]:
    """Say the refusal at its field, count the wish, and show what else there is where somebody was earlier."""
    code, period, people, repeats = refused.code or "", form.period, form.cleaned_data["head_count"], form.repeats
    note_unmet(space=space, period=period, code=code, head_count=people)
    form.add_error(form.place_of(FIELD_OF.get(code)), refused)
    if not isinstance(refused, SpaceTaken):
        return {}
    return {"alternatives": alternatives(space, period, people, now=timezone.now()), "may_wait": not repeats}


def _form(request: HttpRequest, space: Space, parts: Choices | None) -> BookingForm:
    kind = BookingForSomebodyForm if may_enter_for_others(request.user) else BookingForm
    wish = {name: request.GET[name] for name in WISH if name in request.GET}
    initial = known(request.user) | wish | asked_part(request)
    groups = groups_bookable_by(request.user)
    return kind(request.POST or None, space=space, groups=groups, parts=parts, things=_things(space), initial=initial)


def _things(space: Space) -> QuerySet[Thing]:
    return space.facility.things.listed().with_rooms().by_kana()


def known(user: Anyone) -> dict[str, str]:
    """Fill in what the portal knows, unless staff type for somebody else."""
    if not user.is_authenticated or may_enter_for_others(user):
        return {}
    return {"name": user.name, "phone": user.phone, "email": user.email or ""}


def _request_once(request: HttpRequest, space: Space, form: BookingForm) -> str:
    """Book, or find the booking this very form has made already; return its address."""
    return settle(
        token=request.POST.get("form_token", ""),
        purpose=f"book {space.pk}",
        deed=lambda: _request(request, space, form),
        by=who(request),
    )


def who(request: HttpRequest) -> User | None:
    """The person who has signed in, if anybody has."""
    return request.user if request.user.is_authenticated else None


def _request(request: HttpRequest, space: Space, form: BookingForm) -> str:
    guest, use, by = guest_from(request, form.cleaned_data), _use(form), who(request)
    if form.repeats:
        wait = form.cleaned_data["wait"]
        series = request_series(space=space, periods=form.periods, guest=guest, use=use, wait=wait, by=by)
        return series.get_absolute_url()
    deed = join_line if request.POST.get("deed") == WAIT else request_booking
    return deed(space=space, period=form.period, guest=guest, use=use, by=by).get_absolute_url()


def _preview(request: HttpRequest, space: Space, form: BookingForm) -> list[dict[str, Any]]:
    """Say of each date whether it can be had; nothing is written. Raises ValidationError (code: too_many_dates)."""
    check_number(form.periods)
    verdicts = judge(space=space, periods=form.periods, guest=guest_from(request, form.cleaned_data), use=_use(form))
    return [
        {"period": period, "code": no.code if no else "", "count": (no.params or {}).get("count") if no else None}
        for period, no in verdicts
    ]


def _use(form: BookingForm) -> Use:
    data: dict[str, Any] = {name: form.cleaned_data[name] for name in ("purpose", "head_count", "ages")}
    return Use(**data, reduction=form.cleaned_data.get("reduction"), things=form.things)


def guest_from(request: HttpRequest, data: Mapping[str, Any]) -> Guest:
    """Say who asks, from what a form knows; staff ask for somebody else."""
    channel = data.get("channel") or ""
    return Guest(
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        organization=data.get("organization"),
        person=None if channel else who(request),
        is_local=data.get("lives_here", True),
        language=get_language() or "ja",
        **({"channel": channel, "on_behalf_of": data["name"]} if channel else {}),
    )
