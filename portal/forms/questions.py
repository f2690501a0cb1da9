"""What the lists of groups and of places understand in the API. What is unknown is an error."""

from events.forms.search import SPOKEN, OneOf, Parameter, Parameters, QuestionForm, read_age, read_count
from organizations.models import Organization
from spaces.models import Equipment, Space


class OrganizationQuestion(QuestionForm):
    """Asks for groups."""

    q = Parameter()
    kind = Parameters(OneOf({kind: kind for kind in Organization.Kind.values}))
    topic = Parameters()
    district = Parameters()
    age = Parameters(read_age)
    language = Parameters(OneOf(SPOKEN))
    tag = Parameters()


class SpaceQuestion(QuestionForm):
    """Asks for rooms and drop-in places."""

    q = Parameter()
    kind = Parameters(OneOf({kind: kind for kind in Space.Kind.values}))
    lending = Parameters(OneOf({way: way for way in Space.Lending.values}))
    district = Parameters()
    equipment = Parameters()
    people = Parameter(read_count)

    def clean(self) -> dict[str, object]:
        super().clean()
        self.keep_known("equipment", Equipment.objects, "slug")
        return self.cleaned_data
