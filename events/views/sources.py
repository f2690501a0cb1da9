"""A group's own calendar at its desk: given, looked at, taken on, paused, ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.events import ForSomebodyForm
from events.forms.sources import CalendarSourceForm
from events.ical import Unreadable
from events.models import CalendarSource
from events.permissions import calendars_editable_by, groups_posting_by
from events.services import sources as services
from events.services.source_words import problem_words
from events.services.sources import preview_of, said_notes
from organizations.permissions import acting, may_enter_for_others
from organizations.services.limits import allow
from organizations.services.outside import Refused, fetch

TRIES, HOUR = 20, 3600
MOVES = {"take_on": services.take_on, "pause": services.pause, "end": services.end}


@login_required
@never_cache
def calendars(request: HttpRequest) -> HttpResponse:
    """List the calendars of one's groups, and take a further one to be looked at."""
    groups = groups_posting_by(request.user).by_kana()
    form = CalendarSourceForm(request.POST or None, request.FILES or None, groups=groups)
    behalf = ForSomebodyForm(request.POST or None) if may_enter_for_others(request.user) else None
    if request.method == "POST" and all([form.is_valid(), behalf is None or behalf.is_valid()]):
        try:
            return redirect(_looked_at(request, form, behalf))
        except (Refused, Unreadable) as problem:
            place = "file" if form.cleaned_data["file"] else "address"
            form.add_error(place, problem_words(f"{problem.code}:{problem.value}"))
        except ValidationError as refused:
            form.add_error(None, refused)
    own = calendars_editable_by(request.user).select_related("organization").order_by("status", "-entered_at")
    rows = [{"source": source, "problem": problem_words(source.last_problem)} for source in own[:100]]
    context = {"form": form, "behalf": behalf, "rows": rows, "may_add": bool(groups)}
    return render(request, "events/calendars.html", context)


def _looked_at(request: HttpRequest, form: CalendarSourceForm, behalf: ForSomebodyForm | None) -> CalendarSource:
    """Read what was given, and keep it to be looked at. Raises Refused, Unreadable, ValidationError."""
    data, person = form.cleaned_data, acting(request.user)
    if not allow(f"calendar:{person.pk}", TRIES, HOUR):
        raise ValidationError(_("That was often. Please try again in an hour."), code="limit")
    content = data["file"].read() if data["file"] else fetch(data["address"]).body
    said = {name: behalf.cleaned_data[name] for name in ("on_behalf_of", "channel")} if behalf else {}
    return services.look_at(
        organization=data["organization"],
        content=content,
        address=data["address"],
        file_name=data["file"].name if data["file"] else "",
        by=person,
        **said,
    )


@login_required
@never_cache
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one calendar: what would come in, or how the last reading went."""
    source = _own(request, pk)
    context = {
        "source": source,
        "preview": preview_of(source, timezone.now()),
        "problem": problem_words(source.last_problem),
        "notes": said_notes(source),
        "held": source.events.exclude(event=None).select_related("event").order_by("-event")[:200],
    }
    return render(request, "events/calendar_source.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a calendar on, pause it, or end it."""
    source = _own(request, pk)
    deed = MOVES.get(request.POST.get("deed", ""))
    if deed is None:
        return redirect(source)
    try:
        deed(source=source, by=acting(request.user))
        messages.success(request, _("Saved."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(source)


def _own(request: HttpRequest, pk: int) -> CalendarSource:
    return get_object_or_404(calendars_editable_by(request.user).select_related("organization"), pk=pk)
