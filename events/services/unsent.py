"""What somebody has typed about an event and not sent yet: kept while she types, given back, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, UnsentForm
from organizations.models import Organization, Picture, Receipt, User
from organizations.services.pictures import UNNAMED, discard_pictures, keep_picture
from organizations.services.receipts import key_for

KEPT_DAYS = 30
UNCLAIMED_DAYS = 2
MOST_SIGNS = 60_000
POSTED = "event_new"  # the purpose of the receipt that a form leaves when it is sent
Answers = Mapping[str, Sequence[str]]


@transaction.atomic
def keep_unsent(
    *,
    token: str,
    organization: Organization,
    answers: Answers,
    event: Event | None = None,
    file: File[Any] | None = None,
    by: User | None,
) -> UnsentForm:
    """Keep what has been typed so far in place of what was kept before; a picture stays until another is chosen.

    Without a person it waits two days for whoever comes back with the token. Raises ValidationError (code: no_token,
    sent, too_long).
    """
    _check(token, answers, by)
    days = timedelta(days=KEPT_DAYS if by else UNCLAIMED_DAYS)
    known = {"organization": organization, "event": event, "delete_after": timezone.localdate() + days}
    typed = {"answers": _storable(answers)}
    row, _is_new = UnsentForm.objects.update_or_create(person=by, token=token, defaults=known | typed)
    if file is not None:
        old, row.picture = row.picture_id, _kept(file)
        row.save(update_fields=["picture"])
        discard_pictures(numbers=[old] if old else [])
    return row


def _check(token: str, answers: Answers, by: User | None) -> None:
    if not token or len(token) > 64:
        raise ValidationError(_("Please open the form anew."), code="no_token")
    if Receipt.objects.filter(key=key_for(token, purpose=POSTED, by=by)).exists():
        raise ValidationError(_("This form has been sent already."), code="sent")
    if sum(len(answer) for found in answers.values() for answer in found) > MOST_SIGNS:
        raise ValidationError(_("This is too long to be kept. Please make it shorter."), code="too_long")


def _storable(answers: Answers) -> dict[str, list[str]]:
    """Leave out what PostgreSQL's JSON cannot hold."""
    return {name: [answer.replace("\0", "") for answer in found] for name, found in answers.items()}


def _kept(file: File[Any]) -> Picture:
    return keep_picture(title=UNNAMED, file=file, alt="", people=Picture.People.UNSTATED)


def find_unsent(*, token: str, by: User | None) -> UnsentForm | None:
    """Find what one has kept oneself, else what waits unclaimed under the token."""
    rows = UnsentForm.objects.filter(Q(person=by) | Q(person=None), token=token.replace("\0", ""))
    return rows.select_related("picture").order_by("person").last() if token else None


@transaction.atomic
def drop_unsent(*, token: str, by: User) -> None:
    """Forget what was kept, because it has been sent or is not wanted; a picture taken over by an event stays."""
    rows = UnsentForm.objects.filter(Q(person=by) | Q(person=None), token=token)
    _drop(rows.values_list("pk", "picture_id"))


@transaction.atomic
def forget_old(*, day: date) -> int:
    """Delete what has been left lying past its day, with its pictures; return how many."""
    return _drop(UnsentForm.objects.out_of_date(day).values_list("pk", "picture_id"))


def _drop(rows: Any) -> int:
    found = list(rows)
    UnsentForm.objects.filter(pk__in=[pk for pk, _picture in found]).delete()
    pictures = {picture for _pk, picture in found if picture}
    used = Event.objects.filter(picture__in=pictures).values_list("picture", flat=True)
    discard_pictures(numbers=pictures - set(used))
    return len(found)
