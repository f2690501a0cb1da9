"""毎月の報告: one line by a private link; by staff for whoever rings up or brings a paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.month_reports import MonthReportByHandForm, MonthReportForm
from events.models import MonthReport
from events.services import month_reports as services
from organizations.permissions import acting, may_enter_for_others

ROWS = MonthReport.objects.select_related("event")


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the line from whoever holds the link."""
    report = get_object_or_404(ROWS, token=token)
    form = MonthReportForm(request.POST or None, initial=_known(report))
    if request.method == "POST" and form.is_valid():
        services.answer(report=report, by=None, **form.cleaned_data)
        messages.success(request, _("Thank you. That was all."))
        return redirect(report)
    return render(request, "events/month_report.html", {"report": report, "form": form})


def _known(report: MonthReport) -> dict[str, object]:
    if report.answered_at is None:
        return dict(services.guess(report))
    return {"held": report.held, "people": report.people, "remark": report.remark}


@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits and what came, for staff."""
    _check(request)
    rows = services.recent(day=timezone.localdate())[:300]
    return render(request, "events/month_reports.html", {"reports": rows})


def _check(request: HttpRequest) -> None:
    """Those who take things in for others; for everybody else there is nothing here."""
    if not may_enter_for_others(request.user):
        raise Http404


@login_required
@never_cache
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down for somebody what she has said."""
    _check(request)
    report = get_object_or_404(ROWS, pk=pk)
    form = MonthReportByHandForm(request.POST or None, initial=_known(report))
    if request.method == "POST" and form.is_valid():
        services.answer(report=report, by=acting(request.user), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("month_reports")
    return render(request, "events/month_report.html", {"report": report, "form": form})
