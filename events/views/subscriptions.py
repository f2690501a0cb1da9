"""Follow a question by mail; be reminded when applications open; look at it, change it, end it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from events.forms.search import OccurrenceSearchForm
from events.forms.subscriptions import FollowForm, MailForm, RhythmForm, births_in, lasting
from events.models import Event, Reception, Subscription
from events.permissions import events_visible_to
from events.services import subscriptions as services
from events.services.subscriptions import Wish
from events.views.filters import Filters
from organizations.services.limits import allow
from organizations.templatetags.words import day_words, moment_words

FROM_ONE_PLACE, FOR_ONE_MAILBOX = 20, 5
HOUR, DAY = 3600, 86_400


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Take a mail address for the question in the address."""
    search = OccurrenceSearchForm(request.GET)
    search.is_valid()
    known = {f"child{number}": month for number, month in enumerate(births_in(request.GET, timezone.localdate()), 1)}
    form = FollowForm(request.POST or None, initial={**known, "email": _own_address(request)})
    asked = [
        chip for chip in Filters(search, request.GET, timezone.localtime()).active if chip["name"] not in _passing()
    ]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with_ages = not data["children"]
        chips = [chip["label"] for chip in asked if with_ages or chip["name"] != "age"]
        wish = Wish(
            email=data["email"],
            language=get_language() or "ja",
            rhythm=data["rhythm"],
            query=lasting(search, request.GET, with_ages=with_ages),
            words=_(" · ").join(chips)[:300] or _("Everything"),
            children=data["children"],
        )
        return _subscribed(request, wish)
    return render(request, "events/follow/new.html", {"form": form, "asked": asked, "query": request.GET.urlencode()})


def _passing() -> tuple[str, ...]:
    return ("from", "to", "month", "near")


def _own_address(request: HttpRequest) -> str:
    return request.user.email or "" if request.user.is_authenticated else ""


def _subscribed(request: HttpRequest, wish: Wish) -> HttpResponse:
    """Answer alike whether the address is known or not, and whether it was too often or not."""
    from_here = allow(f"follow:{request.META.get('REMOTE_ADDR', '')}", FROM_ONE_PLACE, HOUR)
    if allow(f"follow:{wish.email}", FOR_ONE_MAILBOX, DAY) and from_here:
        services.subscribe(wish)
    return render(request, "events/follow/asked.html", {"email": wish.email})


@never_cache
def remind_of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mail address for the hour at which applications open."""
    event = get_object_or_404(events_visible_to(request.user).filter(apply_opens_at__gt=timezone.now()), pk=pk)
    when = moment_words(event.apply_opens_at) if event.apply_opens_at else ""
    return _remind(request, when, event=event)


@never_cache
def remind_of_reception(request: HttpRequest, pk: int) -> HttpResponse:
    reception = get_object_or_404(Reception.objects.public().filter(opens_on__gt=timezone.localdate()), pk=pk)
    return _remind(request, day_words(reception.opens_on), reception=reception)


def _remind(
    request: HttpRequest, when: str, *, event: Event | None = None, reception: Reception | None = None
) -> HttpResponse:
    subject = event or reception
    form = MailForm(request.POST or None, initial={"email": _own_address(request)})
    if request.method == "POST" and form.is_valid():
        wish = Wish(
            email=form.cleaned_data["email"],
            language=get_language() or "ja",
            rhythm=Subscription.Rhythm.ONCE,
            words=_("Applications open: %(title)s") % {"title": str(subject)},
            event=event,
            reception=reception,
        )
        return _subscribed(request, wish)
    return render(request, "events/follow/remind.html", {"form": form, "subject": subject, "when": when})


@never_cache
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody follows; the first yes, other children, another rhythm."""
    found = get_object_or_404(Subscription, token=token)
    children = {f"child{number}": month for number, month in enumerate(found.children, 1)}
    form = RhythmForm(request.POST if "rhythm" in request.POST else None, initial={"rhythm": found.rhythm, **children})
    if request.method == "POST" and found.status != Subscription.Status.ENDED:
        if "confirm" in request.POST:
            services.confirm(subscription=found)
            return redirect(found)
        if form.is_valid():
            services.change(subscription=found, **_chosen(form))
            messages.success(request, _("Changed."))
            return redirect(found)
    return render(request, "events/follow/manage.html", {"subscription": found, "form": form})


def _chosen(form: RhythmForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("rhythm", "children")}


@csrf_exempt
@never_cache
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails: by one's own tap, or by the mail program's (RFC 8058), which brings neither cookie nor token."""
    found = get_object_or_404(Subscription, token=token)
    if request.method == "POST":
        services.end(subscription=found)
        found.refresh_from_db()
    return render(request, "events/follow/manage.html", {"subscription": found, "form": RhythmForm()})
