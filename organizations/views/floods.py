"""Forms that anybody may send, and nobody may send without end."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organizations.services.limits import allow

HOUR = 3600


def refuse_floods(request: HttpRequest, form: str, *persons: str) -> None:
    """Refuse whoever sends ``form`` too often without having signed in. Raises ValidationError (code: too_often).

    Counted by address and by what is said of the person (mail, telephone). Many families may share one address of
    their telephone company, so the first number is generous.
    """
    if request.user.is_authenticated:
        return
    tries = {f"{form} from {request.META.get('REMOTE_ADDR', '')}": settings.FORM_TRIES_PER_ADDRESS}
    tries |= {f"{form} by {person.lower()}": settings.FORM_TRIES_PER_PERSON for person in persons if person}
    allowed = [allow(key, most, HOUR) for key, most in tries.items()]  # each is counted, also after a refusal
    if not all(allowed):
        raise ValidationError(
            _("This form was sent very often in the last hour. Please try again in an hour, or call us."),
            code="too_often",
        )
