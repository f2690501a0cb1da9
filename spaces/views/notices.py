"""The notice board of a place: read, brought, taken down, looked at by its keeper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from organizations.permissions import acting, may_enter_for_others
from organizations.services.pictures import keep_picture
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods
from organizations.views.guards import open_to
from spaces.forms.notices import DoubtForm, NoticeForm, NoticeOnBehalfForm, NoticeReasonForm
from spaces.models import Facility, Notice
from spaces.permissions import can_keep_places, groups_bookable_by
from spaces.services import notices
from spaces.views.bookings import who


def _board(slug: str) -> tuple[Facility, Any]:
    facility = get_object_or_404(Facility.objects.listed(), slug=slug)
    hanging = facility.notices.hanging(timezone.localdate()).select_related("organization", "picture")
    return facility, hanging.prefetch_related("picture__renditions").newest_first()


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what hangs on the board of a facility."""
    facility, hanging = _board(slug)
    return render(request, "spaces/notices/board.html", {"facility": facility, "notices": hanging})


def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on paper, for the real board on the wall."""
    facility, hanging = _board(slug)
    return render(request, "spaces/notices/paper.html", {"facility": facility, "notices": hanging})


@never_cache
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a notice; a refusal keeps what was typed."""
    facility = get_object_or_404(Facility.objects.listed(), slug=slug)
    kind = NoticeOnBehalfForm if may_enter_for_others(request.user) else NoticeForm
    form = kind(request.POST or None, request.FILES or None, groups=groups_bookable_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            refuse_floods(request, "notice", form.cleaned_data["email"], form.cleaned_data["phone"])
            return redirect(_bring_once(request, facility, form))
        except ValidationError as refused:
            form.add_error("shown_until" if refused.code in ("past", "too_long") else None, refused)
    return render(request, "spaces/notices/new.html", {"facility": facility, "form": form})


def _bring_once(request: HttpRequest, facility: Facility, form: NoticeForm) -> str:
    return settle(
        token=request.POST.get("form_token", ""),
        purpose=f"notice {facility.pk}",
        deed=lambda: _bring(request, facility, form).get_absolute_url(),
        by=who(request),
    )


def _bring(request: HttpRequest, facility: Facility, form: NoticeForm) -> Notice:
    facts = form.facts | {"language": get_language() or "ja"}
    if form.picture:
        facts["picture"] = keep_picture(title=facts["title"], **form.picture)
    group = form.cleaned_data.get("organization")
    return notices.bring_notice(facility=facility, facts=facts, organization=group, by=who(request))


@never_cache
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """The author's own page: how the notice stands, and the way to take it down."""
    found = get_object_or_404(Notice.objects.select_related("facility", "picture", "organization"), token=token)
    if request.method == "POST":
        try:
            notices.withdraw_notice(notice=found, by=who(request))
            messages.success(request, _("Your notice is taken down."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect(found)
    return render(request, "spaces/notices/notice.html", {"notice": found})


def wrong(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tell the keeper that something is wrong with a notice."""
    facility, hanging = _board(slug)
    found = get_object_or_404(hanging, pk=pk)
    form = DoubtForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_floods(request, "notice doubt")
            notices.doubt_notice(notice=found, words=form.cleaned_data["words"], by=who(request))
            messages.success(request, _("Thank you. The place looks at it."))
            return redirect("notice_board", slug)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "spaces/notices/wrong.html", {"facility": facility, "notice": found, "form": form})


@open_to(can_keep_places)
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for a look and what somebody doubts, then what hangs."""
    rows = Notice.objects.select_related("facility", "organization")
    context = {
        "waiting": rows.waiting().order_by("entered_at", "pk"),
        "doubted": rows.doubted().newest_first(),
        "hanging": rows.hanging(timezone.localdate()).newest_first()[:50],
    }
    return render(request, "spaces/notices/desk.html", context)


@open_to(can_keep_places)
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Put a notice up with one tap, or decline or remove it with a reason."""
    found = get_object_or_404(Notice.objects.select_related("facility", "organization", "picture"), token=token)
    answer = request.POST.get("answer", "")
    form = NoticeReasonForm(request.POST if answer in ("decline", "remove") else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            _decide(request, found, answer, form)
            return redirect("notice_desk")
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    return render(request, "spaces/notices/decide.html", {"notice": found, "form": form})


def _decide(request: HttpRequest, found: Notice, answer: str, form: NoticeReasonForm) -> None:
    user = acting(request.user)
    if answer == "put_up":
        notices.put_up(notice=found, by=user)
        messages.success(request, _("It hangs on the board now."))
    elif answer == "clear":
        notices.clear_doubts(notice=found, by=user)
        messages.success(request, _("Noted that it is all right."))
    elif answer == "decline":
        notices.decline_notice(notice=found, reason=form.cleaned_data["reason"], by=user)
        messages.success(request, _("Its author is told why it does not hang."))
    elif answer == "remove":
        notices.remove_notice(notice=found, reason=form.cleaned_data["reason"], by=user)
        messages.success(request, _("It is taken down; its author is told why."))
    else:
        raise Http404
