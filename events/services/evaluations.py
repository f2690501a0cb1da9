"""利用者の声: asked afterwards, answered without a name, shown from five answers on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from events import notifications
from events.models import Asked, Occurrence, Registration, UserEvaluation
from events.models.occurrences import LONGEST
from organizations.models import Channel

PEACE = timedelta(days=90)  # nobody is asked twice within
LATEST = timedelta(days=3)  # a worker that was away for longer asks no more
OPEN_DAYS = 60
SHOWN_FROM = 5
SIGNER = signing.Signer(salt="events.evaluation")


@dataclass(frozen=True, slots=True)
class Summary:
    """What five or more have said. ``helped`` and ``satisfied`` count the four answers, the best first."""

    count: int
    helped: list[tuple[str, int]]
    satisfied: list[tuple[str, int]]
    texts: list[str]


def key_of(occurrence: Occurrence) -> str:
    """Name a date in the address of its two questions so that no other can be guessed from it."""
    return SIGNER.sign(str(occurrence.pk)).replace(":", ".")


def occurrence_for(key: str) -> Occurrence | None:
    try:
        pk = SIGNER.unsign(key.replace(".", ":", 1))
    except signing.BadSignature:
        return None
    return Occurrence.objects.select_related("event").filter(pk=pk).first()


def path_of(occurrence: Occurrence) -> str:
    return reverse("evaluation", args=[key_of(occurrence)])


def check_evaluable(occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse before the date has begun, when it was called off, and long after."""
    off = occurrence.status in (Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED)
    if off or occurrence.starts_at > now:
        raise ValidationError(_("You can answer once it has taken place."), code="not_yet")
    if occurrence.ends_at < now - timedelta(days=OPEN_DAYS):
        raise ValidationError(_("The time for answers is over. Thank you all the same."), code="over")


@transaction.atomic
def evaluate(
    *, occurrence: Occurrence, helped: int, satisfied: int, text: str = "", channel: str = Channel.WEB
) -> UserEvaluation:
    """Keep what somebody says; nothing leads back to who it was, so nothing is logged of it.

    Raises ValidationError (code: not_yet, over).
    """
    check_evaluable(occurrence, now=timezone.now())
    return UserEvaluation.objects.create(
        occurrence=occurrence, helped=helped, satisfied=satisfied, text=text.strip(), channel=channel
    )


def summary_of(occurrence: Occurrence) -> Summary | None:
    """Sum up what was said, from five answers on; with fewer, one might know who said it."""
    rows = list(occurrence.evaluations.order_by("text", "pk"))
    if len(rows) < SHOWN_FROM:
        return None
    return Summary(
        count=len(rows),
        helped=_counted(row.helped for row in rows),
        satisfied=_counted(row.satisfied for row in rows),
        texts=[row.text for row in rows if row.text],
    )


def _counted(scores: Iterable[int]) -> list[tuple[str, int]]:
    counts = Counter(scores)
    return [(str(score.label), counts[score]) for score in reversed(UserEvaluation.Score)]


def ask_due(*, now: datetime) -> int:
    """Ask by mail whoever came to what is just over and has not been asked lately; return how many."""
    dates = Occurrence.objects.starting_within(now - LATEST - LONGEST, now).taking_place()
    dates = dates.filter(ends_at__lte=now - timedelta(hours=1), ends_at__gt=now - LATEST)
    rows = Registration.objects.coming().filter(occurrence__in=dates.values("pk"), reminded__lt=3).exclude(email="")
    found = rows.select_related("occurrence__event").order_by("pk")[:500]
    return sum(_ask(row, timezone.localdate(now)) for row in found)


@transaction.atomic
def _ask(registration: Registration, day: date) -> bool:
    if not Registration.objects.filter(pk=registration.pk, reminded__lt=3).update(reminded=3):
        return False
    if _stayed_away(registration) or not _may_ask(registration.email, day):
        return False
    notifications.ask_how_it_was(registration, path_of(registration.occurrence))
    return True


def _stayed_away(registration: Registration) -> bool:
    """Say whether a party is known not to have come: others were ticked off at the door, and it was not."""
    if registration.arrived_at is not None:
        return False
    return registration.occurrence.registrations.filter(arrived_at__isnull=False).exists()


def _may_ask(email: str, day: date) -> bool:
    """Note that an address is asked, known only by its keyed hash; False while it is to be left in peace."""
    digest = salted_hmac("events.asked", email.lower(), secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    if Asked.objects.filter(digest=digest, until__gte=day).exists():
        return False
    try:
        with transaction.atomic():
            Asked.objects.update_or_create(digest=digest, defaults={"until": day + PEACE})
    except IntegrityError:
        return False
    return True


def forget_asked(*, day: date) -> None:
    Asked.objects.over(day).delete()
