"""Posting an event for one's group, or for a group at the counter."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.dates import DatesForm
from events.forms.events import EventForm, ForSomebodyForm
from events.forms.unsent import TAPPED, shown_again
from events.models import Event, UnsentForm
from events.permissions import groups_posting_by
from events.services import events as services
from events.services.rooms import all_with_rooms, ways_out
from events.services.unsent import POSTED, drop_unsent
from events.views.unsent import keep_typed, typed, unsent_of, with_words_kept
from organizations.models import Channel, Organization
from organizations.permissions import acting, manages, may_enter_for_others
from organizations.services.pictures import describe_picture, keep_picture
from organizations.services.receipts import settle


@dataclass(frozen=True, slots=True)
class Typed:
    """What is asked on the page: the event, its dates and, of staff, for whom."""

    event: EventForm
    dates: DatesForm
    behalf: ForSomebodyForm | None

    @property
    def all(self) -> list[BaseForm]:
        return [form for form in (self.event, self.dates, self.behalf) if form is not None]

    def is_valid(self) -> bool:
        """Ask every form, so that everything to mend is said at once."""
        return [form.is_valid() for form in self.all].count(False) == 0


@with_words_kept
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Post an event: what, when, where; the rest may follow. Without a group named, choose one first."""
    groups = groups_posting_by(request.user).by_kana()
    asked = request.GET.get("organization", "").replace("\0", "")
    organization = groups.filter(slug=asked).first() if asked else groups.first() if groups.count() == 1 else None
    if organization is None:
        return render(request, "events/choose_group.html", {"groups": groups})
    unsent = unsent_of(request, organization)
    forms = _forms(request, organization, unsent)
    others: list[Any] = []
    if request.method == "POST":
        if TAPPED.isdisjoint(request.POST) and forms.is_valid():
            try:
                return redirect(_create(request, organization, forms))
            except ValidationError as refused:
                hand_back(refused, forms.event, forms.dates)
                others = ways_out(refused)
        keep_for_later(request, organization, forms.event)
    context = {"form": forms.event, "dates": forms.dates, "behalf": forms.behalf, "organization": organization}
    return render(request, "events/new.html", context | {"others": others, "unsent": unsent})


def _forms(request: HttpRequest, organization: Organization, unsent: UnsentForm | None) -> Typed:
    """Read what was sent, or show again what was kept. Another room may be taken with one tap."""
    data, behalf = typed(request, unsent), None
    if may_enter_for_others(request.user) and not manages(request.user, organization):
        behalf = ForSomebodyForm(data)
    kept = unsent.picture if unsent else None
    event = EventForm(data, request.FILES or None, organization=organization, kept=kept)
    forms = Typed(event, DatesForm(data), behalf)
    if "look" in request.POST or (data is not None and data is not request.POST):
        for form in forms.all:
            if form is not forms.dates or "look" not in request.POST:
                shown_again(form)
    return forms


def keep_for_later(
    request: HttpRequest, organization: Organization, form: EventForm, event: Event | None = None
) -> None:
    """Lose nothing of a form that could not be taken, the chosen picture included."""
    try:
        row = keep_typed(request, organization=organization, event=event)
    except ValidationError:
        return
    if row.picture:
        form.shown = row.picture


def hand_back(refused: ValidationError, *forms: BaseForm) -> None:
    """Put a service's refusal at its field, where a form has one, else above the first form."""
    errors = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: [refused]}
    for name, problems in errors.items():
        form = next((form for form in forms if name in form.fields), forms[0])
        place = name if name in form.fields else None
        if name == "picture" and "picture_alt" in form.fields:
            place = "picture_alt"
        for problem in problems:
            form.add_error(place, problem)


def _create(request: HttpRequest, organization: Organization, forms: Typed) -> str:
    form, dates, by = forms.event, forms.dates, acting(request.user)
    said = forms.behalf.cleaned_data if forms.behalf else {"on_behalf_of": "", "channel": Channel.WEB}

    def write() -> Event:
        return services.create_event(
            organization=organization,
            facts=facts_of(form),
            periods=dates.periods,
            recurrence=dates.recurrence,
            on_behalf_of=said["on_behalf_of"],
            channel=said["channel"],
            by=by,
        )

    def deed() -> str:
        event = write() if form.cleaned_data["without_room"] else all_with_rooms(write)
        drop_unsent(token=form.cleaned_data["sent"], by=by)
        say_rooms(request, event)
        return event.get_absolute_url()

    return settle(token=form.cleaned_data["sent"], purpose=POSTED, deed=deed, by=by)


def facts_of(form: EventForm) -> dict[str, Any]:
    """Hand over what was typed, the picture made of its own answers."""
    data = form.cleaned_data
    if data["picture_gone"]:
        return form.facts | {"picture": None}
    if data.get("picture_file"):
        picture = keep_picture(title=data["title"], file=data["picture_file"], **form.said_of_picture)
    elif form.shown:
        picture = describe_picture(picture=form.shown, title=data["title"], **form.said_of_picture)
    else:
        return form.facts
    return form.facts | {"picture": picture}


def say_rooms(request: HttpRequest, event: Event) -> None:
    """Name the dates that found no room; they are kept all the same."""
    problems = services.room_problems(event)
    if problems:
        days = _(", ").join(f"{row.held_on.month}/{row.held_on.day}" for row in problems[:20])
        message = _("No room on: %(days)s. The dates are kept; see “Dates and rooms”.")
        messages.warning(request, message % {"days": days})
