"""Things to borrow: what there is, which days it is free, asking for it, and the receipt."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from organizations.permissions import may_enter_for_others
from organizations.services.receipts import settle
from organizations.templatetags.words import WEEKDAYS, month_words
from organizations.views.floods import refuse_floods
from spaces.forms.bookings import CancelForm
from spaces.forms.things import LoanForm, LoanForSomebodyForm
from spaces.models import Loan, Thing
from spaces.permissions import groups_bookable_by
from spaces.services.loans import cancel_loan, left_on, request_loan
from spaces.views.bookings import guest_from, known, who

MONTHS_AHEAD = 12
FIELD_OF = {"past": "first", "too_early": "first", "too_long": "last", "order": "last", "too_many": "count"}


def index(request: HttpRequest) -> HttpResponse:
    """List what is lent, house by house."""
    things = Thing.objects.listed().select_related("facility", "picture").order_by("facility__kana", "kana", "pk")
    return render(request, "spaces/things/index.html", {"things": things})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one thing with a month of the days on which it is there."""
    thing = get_object_or_404(Thing.objects.listed().select_related("facility", "picture"), slug=slug)
    first = _month(request.GET.get("month", ""))
    context = {
        "thing": thing,
        "caption": month_words(first),
        "days": list(WEEKDAYS.values()),
        "weeks": _weeks(thing, first),
        "previous_month": _other(first, -1) if first > timezone.localdate() else None,
        "next_month": _other(first, 1),
    }
    return render(request, "spaces/things/detail.html", context)


def _month(text: str) -> date:
    """Read the month an address asks for, not before this one nor more than a year ahead."""
    this = timezone.localdate().replace(day=1)
    try:
        asked = (parse_date(f"{text}-01") if text else None) or this
    except ValueError:
        asked = this
    return min(max(asked, this), (this + timedelta(days=366)).replace(day=1))


def _other(first: date, months: int) -> date:
    return (first + timedelta(days=31 * months + 1 if months > 0 else -1)).replace(day=1)


def _weeks(thing: Thing, first: date) -> list[list[dict[str, Any]]]:
    """Lay a month out; on each day to come stands how many are left, and leads to the form."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    left = left_on(thing, first=weeks[0][0], last=weeks[-1][-1])
    return [[_cell(thing, day, first, left[day]) for day in week] for week in weeks]


def _cell(thing: Thing, day: date, first: date, left: int) -> dict[str, Any]:
    today = timezone.localdate()
    said = ngettext("%(n)d left", "%(n)d left", left) % {"n": left}
    item = {"title": said, "href": f"{reverse('thing_borrow', args=[thing.slug])}?first={day}", "time": ""}
    is_open = left and today <= day <= today + timedelta(days=thing.opens_days_ahead)
    in_month = day.month == first.month
    items = [item] if is_open and in_month else []
    return {"date": day, "in_month": in_month, "is_today": day == today, "items": items}


@never_cache
def borrow(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a thing; a refusal keeps what was typed."""
    thing = get_object_or_404(Thing.objects.listed().select_related("facility"), slug=slug)
    kind = LoanForSomebodyForm if may_enter_for_others(request.user) else LoanForm
    initial = known(request.user) | {name: request.GET[name] for name in ("first", "last") if name in request.GET}
    form = kind(request.POST or None, groups=groups_bookable_by(request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_floods(request, "booking", form.cleaned_data["email"], form.cleaned_data["phone"])
            return redirect(_borrow_once(request, thing, form))
        except ValidationError as refused:
            form.add_error(FIELD_OF.get(refused.code or ""), refused)
    return render(request, "spaces/things/borrow.html", {"thing": thing, "form": form})


def _borrow_once(request: HttpRequest, thing: Thing, form: LoanForm) -> str:
    """Ask, or find the loan this very form has made already; return its address."""
    return settle(
        token=request.POST.get("form_token", ""),
        purpose=f"borrow {thing.pk}",
        deed=lambda: _borrow(request, thing, form).get_absolute_url(),
        by=who(request),
    )


def _borrow(request: HttpRequest, thing: Thing, form: LoanForm) -> Loan:
    asked = {name: form.cleaned_data[name] for name in ("first", "last", "count", "purpose")}
    return request_loan(thing=thing, guest=guest_from(request, form.cleaned_data), by=who(request), **asked)


@never_cache
def loan(request: HttpRequest, token: str) -> HttpResponse:
    """Show a loan to whoever holds its link."""
    found = get_object_or_404(Loan.objects.select_related("thing__facility", "organization"), token=token)
    may_cancel = Loan.Status.CANCELLED in Loan.MOVES[Loan.Status(found.status)]
    context = {"loan": found, "form": CancelForm(), "may_cancel": may_cancel}
    return render(request, "spaces/things/loan.html", context)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Do without it after all; the link is the key."""
    found = get_object_or_404(Loan.objects.select_related("thing__facility"), token=token)
    form = CancelForm(request.POST)
    try:
        cancel_loan(loan=found, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=who(request))
        messages.success(request, _("It is free for others now. Thank you for telling us."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)
