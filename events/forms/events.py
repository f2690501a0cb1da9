"""What an event says. The short form comes first; everything else may be added."""

from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField

from events.forms.parts import AGES, ASKED, Part, parts_of
from events.forms.pictures import PictureQuestions
from events.forms.registrations import read_phone
from events.models import Event, Host
from organizations.forms.search import LANGUAGES
from organizations.models import Channel, Organization, Picture, Project, new_token
from organizations.templatetags.words import age_range
from spaces.models import Space

FIRST_AGES = (0, 2, 3, 4, 5, 6, 8, 10, 12, 18, *range(24, 217, 12))
LAST_AGES = (5, 11, 17, 23, *range(35, 216, 12))
MOMENT = "%Y-%m-%dT%H:%M"


class AgeField(forms.TypedChoiceField):
    """An age in months, chosen in parents' words; None where the hosts leave it open."""

    def __init__(self, *, last: bool, **kwargs: Any) -> None:
        self.last = last
        super().__init__(choices=self.words, coerce=int, empty_value=None, required=False, **kwargs)

    def words(self) -> list[tuple[Any, Any]]:
        months = LAST_AGES if self.last else FIRST_AGES
        return [("", _("Not stated")), *((month, self.say(month)) for month in months)]

    def say(self, month: int) -> str:
        return str(age_range(None, month) if self.last else age_range(month))

    def keep(self, month: int | None) -> None:
        """Offer an age that is not in the list, because an event already states it."""
        offered = self.words()
        if month is not None and month not in dict(offered):
            self.choices = [*offered, (month, self.say(month))]


class SpaceField(forms.ModelChoiceField):
    def label_from_instance(self, space: Any) -> str:
        return f"{space.facility.name} {space.name}"


def _moment() -> forms.DateTimeField:
    return forms.DateTimeField(
        required=False,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class EventForm(PictureQuestions, forms.ModelForm):
    """Reads an event; never saves one. ``facts`` is what the service takes."""

    age_from_months = AgeField(label=_("From which age"), last=False)
    age_to_months = AgeField(label=_("Up to which age"), last=True)
    is_free = forms.TypedChoiceField(
        label=_("Does it cost anything?"),
        choices=[("", _("Not stated")), ("yes", _("No charge")), ("no", _("It costs something"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    space = SpaceField(
        label=_("A place of the city"), queryset=Space.objects.none(), required=False, empty_label=_("Another place")
    )
    decides_days_before = forms.TypedChoiceField(
        label=_("Until when you decide on the weather"),
        choices=[("", _("No fixed hour")), (0, _("on the day")), (1, _("the day before")), (2, _("two days before"))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("An hour earlier we ask you by mail; one tap tells everybody."),
    )
    apply_opens_at = _moment()
    apply_closes_at = _moment()
    apply_url = forms.URLField(required=False, max_length=400, assume_scheme="https")
    online_url = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Only families who have a place are told, by mail and on their own page."),
    )
    languages = forms.MultipleChoiceField(choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple)
    tags = TagField(required=False)
    without_room = forms.BooleanField(label=_("Keep the dates even without a room"), required=False)
    sent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = ASKED
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "apply": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 8}),
            "decides_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "title": _("As it stands on the flyer"),
            "summary": _("For example: songs and finger plays for babies, come and go as you like."),
            "place_name": _("A park, a school, a home: how people call it"),
            "place_is_booked": _("Tick this when you have the room already."),
            "tags": _("Separated by commas, for example: toddlers, outdoor play"),
            "weather_note": _("For example: called off if there is a warning at 7 in the morning."),
            "kana": _("In hiragana, if the title is hard to read"),
            "capacity": _("Leave it empty if everybody fits."),
        }

    def __init__(self, *args: Any, organization: Organization, kept: Picture | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_picture(kept or self.instance.picture)
        self.organization = organization
        self.fields["sent"].initial = new_token
        self.fields["seen"].initial = self.instance.sequence if self.instance.pk else None
        space, project = (cast(forms.ModelChoiceField, self.fields[name]) for name in ("space", "project"))
        space.queryset = Space.objects.listed().select_related("facility").by_kana()
        project.queryset = _projects(organization, self.instance)
        self._take_labels()
        for name in AGES:
            cast(AgeField, self.fields[name]).keep(getattr(self.instance, name))
        stated = {True: "yes", False: "no", None: ""}[self.instance.is_free]
        self.initial["is_free"] = stated

    def _take_labels(self) -> None:
        """Name the fields written by hand as their columns are named."""
        for name in ("apply_opens_at", "apply_closes_at", "apply_url", "online_url", "languages", "tags"):
            self.fields[name].label = cast(Field, Event._meta.get_field(name)).verbose_name

    def clean_apply_phone(self) -> str:
        return read_phone(self.cleaned_data["apply_phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_place(data)
        self._check_order(data)
        self._check_apply(data)
        self.check_picture(data)
        for name in ("apply_url", "online_url"):
            if data.get(name) and urlsplit(data[name]).scheme not in ("http", "https"):
                self._wrong(name, _("Please give an address that begins with https://."), "scheme")
        return data

    def _wrong(self, name: str, message: Any, code: str) -> None:
        self.add_error(name, ValidationError(message, code=code))

    def _check_place(self, data: dict[str, Any]) -> None:
        elsewhere = data.get("attendance") == Event.Attendance.ONLINE
        if not data.get("space") and not data.get("place_name") and not elsewhere and "place_name" in data:
            self._wrong("place_name", _("Please choose a place, or write where it is."), "place")

    def _check_order(self, data: dict[str, Any]) -> None:
        first, last = data.get("age_from_months"), data.get("age_to_months")
        if first is not None and last is not None and first > last:
            self._wrong("age_to_months", _("This must not be younger than the first age."), "order")
        opens, closes = data.get("apply_opens_at"), data.get("apply_closes_at")
        if opens and closes and opens >= closes:
            self._wrong("apply_closes_at", _("Applications must close after they open."), "order")
        if (data.get("decides_days_before") is None) != (data.get("decides_at") is None):
            self._wrong("decides_at", _("Please give both the day and the hour of the decision."), "decision")
        if data.get("is_free") and data.get("adult_price"):
            self._wrong("adult_price", _("You said that it costs nothing."), "free")

    def _check_apply(self, data: dict[str, Any]) -> None:
        apply = data.get("apply")
        if apply == Event.Apply.PHONE and not data.get("apply_phone") and "apply_phone" in data:
            self._wrong("apply_phone", _("Please write the number to call."), "phone")
        if apply == Event.Apply.OTHER_FORM and not data.get("apply_url") and "apply_url" in data:
            self._wrong("apply_url", _("Please give the address of the form."), "url")

    def accept_present(self, sequence: int) -> None:
        """Take note that the editor has now been told of the present version."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(sequence)
        self.data = data

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes: fields of the event, topics and tags."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def parts(self) -> dict[str, Part]:
        return parts_of(self)


def _projects(organization: Organization, event: Event) -> QuerySet[Project]:
    """Offer the projects the group takes part in, and the one the event has."""
    present = Project.objects.filter(pk=event.project_id or 0)
    return (Project.objects.filter(partners__organization=organization) | present).distinct()


class ForSomebodyForm(forms.Form):
    """Only for staff: for whom, and how the words came in."""

    on_behalf_of = forms.CharField(
        label=_("On behalf of (name)"), max_length=80, required=False, help_text=_("Empty for an event of your own")
    )
    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())


class HostForm(forms.Form):
    """Another name for the flyer."""

    organization = forms.ModelChoiceField(label=_("Group"), queryset=Organization.objects.none())
    role = forms.ChoiceField(
        label=_("role"), choices=[choice for choice in Host.Role.choices if choice[0] != Host.Role.LEAD]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = Organization.objects.listed().by_kana()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
