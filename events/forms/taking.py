"""How one takes part, as the hosts settle it; the door's numbers; what families say afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Attendance, Event, Question, UserEvaluation
from organizations.models import new_token

QUESTIONS = 5


class TakingForm(forms.ModelForm):
    """Who gets a place, and up to five questions; a question without words is none."""

    class Meta:
        model = Event
        fields = ("capacity_parties", "allotment", "draw_source")
        widgets = {"allotment": forms.RadioSelect}
        help_texts = {
            "capacity_parties": _("For example tables or plots. The number of people stands on the event itself."),
            "draw_source": _("Something nobody can know before: a temperature, a lottery’s number. May stay empty."),
        }

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, instance=event)
        asked = dict(enumerate(event.questions.all(), start=1))
        for number in range(1, QUESTIONS + 1):
            self.fields |= _question_fields(number, asked.get(number))

    def _post_clean(self) -> None:
        """Leave the event as it is: a form never acts, and a model form would write into it."""

    @property
    def questions(self) -> list[list[forms.BoundField]]:
        names = ("text", "kind", "choices", "required")
        return [[self[f"{name}{number}"] for name in names] for number in range(1, QUESTIONS + 1)]

    @property
    def asked(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            {
                "text": data[f"text{number}"],
                "kind": data[f"kind{number}"],
                "choices": _lines(data[f"choices{number}"]),
                "is_required": data[f"required{number}"],
            }
            for number in range(1, QUESTIONS + 1)
            if data[f"text{number}"]
        ]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _question_fields(number: int, question: Question | None) -> dict[str, forms.Field]:
    return {
        f"text{number}": forms.CharField(
            label=_("Question %(number)d") % {"number": number},
            max_length=120,
            required=False,
            initial=question.text if question else "",
        ),
        f"kind{number}": forms.ChoiceField(
            label=_("Kind of answer"),
            choices=Question.Kind.choices,
            required=False,
            initial=question.kind if question else Question.Kind.TEXT,
        ),
        f"choices{number}": forms.CharField(
            label=_("Answers to choose from, one a line"),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            max_length=1000,
            initial="\n".join(question.choices) if question else "",
        ),
        f"required{number}": forms.BooleanField(
            label=_("Must be answered"), required=False, initial=bool(question and question.is_required)
        ),
    }


class WalkInsForm(forms.Form):
    """How many came without registering, by age."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band, label in Attendance.Band.choices:
            self.fields[band] = forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)

    @property
    def counts(self) -> dict[str, int]:
        return {band: self.cleaned_data[band] or 0 for band in Attendance.Band.values}


class EvaluationForm(forms.Form):
    """Two questions and a few words; no name is asked."""

    helped = forms.TypedChoiceField(
        label=_("Did it help with what you face?"),
        choices=[*reversed(UserEvaluation.Score.choices)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    satisfied = forms.TypedChoiceField(
        label=_("Were you satisfied?"),
        choices=[*reversed(UserEvaluation.Score.choices)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("If you like, in your own words"),
        help_text=_("Please write no names. The hosts see it once five people have answered."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = new_token
