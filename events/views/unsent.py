"""Words not sent yet: kept while one types, waiting behind the sign-in page, dropped."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.pictures import PictureQuestions
from events.forms.unsent import answers_of, as_sent, with_way_out
from events.models import Event, UnsentForm
from events.permissions import events_editable_by, groups_posting_by
from events.services.borrowing import lead_of
from events.services.unsent import drop_unsent, find_unsent, keep_unsent
from organizations.models import Organization, User
from organizations.permissions import acting
from organizations.services.limits import allow

TRIES, SECONDS = 10, 600  # of those whose session has ended, from one address
View = Callable[..., HttpResponse]


def with_words_kept(view: View) -> View:
    """Ask for a sign-in as login_required does; what was typed before the session ended waits behind it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(_way_back(request, kwargs.get("pk")))

    return guarded


def _way_back(request: HttpRequest, pk: int | None) -> str:
    """Say where signing in leads. Of an event it tells nothing, not even whether there is one."""
    slug, token = request.GET.get("organization", "").replace("\0", ""), request.POST.get("sent", "")
    event = Event.objects.filter(pk=pk).first() if pk else None
    organization = lead_of(event) if event else Organization.objects.listed().filter(slug=slug).first()
    is_kept = organization is not None and _kept(request, organization, event, token)
    if not token or not (pk or is_kept):
        return request.get_full_path()
    return f"{request.path}?{urlencode({'unsent': token} if pk else {'organization': slug, 'unsent': token})}"


def _kept(request: HttpRequest, organization: Organization, event: Event | None, token: str) -> bool:
    """Keep what a stranger sent, unless it is too much or comes too often."""
    if not token or not allow(_tries(request), TRIES, SECONDS):
        return False
    try:
        keep_unsent(token=token, organization=organization, event=event, answers=answers_of(request.POST), by=None)
    except ValidationError:
        return False
    return True


def _tries(request: HttpRequest) -> str:
    return f"unsent:{request.META.get('REMOTE_ADDR', '')}"


@never_cache
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what stands on a form: every few seconds where scripts run, else at the press of a button."""
    by_script = not request.accepts("text/html")
    if not request.user.is_authenticated:
        said = _("You are signed out. Sign in on another page; what is written here stays.")
        return JsonResponse({"detail": said}, status=401) if by_script else redirect_to_login(_way_back(request, None))
    organization, event = _about(request)
    try:
        row = keep_typed(request, organization=organization, event=event)
    except ValidationError as refused:
        if by_script:
            return JsonResponse({"detail": refused.messages[0]}, status=400)
        messages.error(request, refused.messages[0])
    else:
        if by_script:
            return JsonResponse(_news(request, row))
        messages.success(request, _("Kept. Only you see it; go on whenever you like."))
    return redirect("event_desk")


def _about(request: HttpRequest) -> tuple[Organization, Event | None]:
    """Find what the form is about, among what one may post or edit."""
    number, slug = request.GET.get("event", ""), request.GET.get("organization", "").replace("\0", "")
    if number.isdecimal() and len(number) < 12:
        event = get_object_or_404(events_editable_by(request.user), pk=int(number))
        return lead_of(event), event
    organization = groups_posting_by(request.user).filter(slug=slug).first()
    if organization is None:
        raise Http404
    return organization, None


def keep_typed(request: HttpRequest, *, organization: Organization, event: Event | None = None) -> UnsentForm:
    """Keep a form as it was sent, right or wrong, with the picture if it is one."""
    picture = PictureQuestions(request.POST, request.FILES)
    picture.is_valid()
    return keep_unsent(
        token=request.POST.get("sent", ""),
        organization=organization,
        event=event,
        answers=answers_of(request.POST),
        file=picture.cleaned_data.get("picture_file"),
        by=acting(request.user),
    )


def _news(request: HttpRequest, row: UnsentForm) -> dict[str, str]:
    """Say when it was kept and, where a picture has just come, show it."""
    now = timezone.localtime()
    said = {"said": _("Kept at %(when)s") % {"when": f"{now.hour}:{now.minute:02d}"}}
    if request.FILES and row.picture:
        said["picture"] = render_to_string("events/_picture_shown.html", {"picture": row.picture}, request)
    return said


def unsent_of(request: HttpRequest, organization: Organization, event: Event | None = None) -> UnsentForm | None:
    """Find what one has kept for this form: the one sent, or the one to go on with."""
    token = request.POST.get("sent", "") or request.GET.get("unsent", "")
    row = find_unsent(token=token, by=acting(request.user))
    mine = row and (row.organization_id, row.event_id) == (organization.pk, event.pk if event else None)
    return row if mine else None


def typed(request: HttpRequest, unsent: UnsentForm | None) -> Any:
    """Take what was sent now, else what was kept; nothing for a new form."""
    if request.method == "POST":
        return with_way_out(request.POST)
    return as_sent(unsent.answers, unsent.token) if unsent else None


@login_required
@require_POST
def drop(request: HttpRequest, token: str) -> HttpResponse:
    """Throw away what was kept."""
    by: User = acting(request.user)
    get_object_or_404(UnsentForm.objects.of(by), token=token)
    drop_unsent(token=token, by=by)
    messages.success(request, _("Thrown away."))
    return redirect("event_desk")
