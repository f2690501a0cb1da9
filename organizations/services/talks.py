"""Coordinators' everyday ties: noting a call or a visit in one tap, and whom nobody has spoken to for long."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, District, Organization, Talk, Topic, User, Workload

KEPT_DAYS = 731
NOT_SPOKEN_TO = (Organization.Kind.DEPARTMENT,)


@transaction.atomic
def note_talk(
    *,
    organization: Organization,
    channel: str = Channel.PHONE,
    was_reached: bool = True,
    note: str = "",
    held_on: date | None = None,
    by: User,
) -> Talk:
    """Note that somebody spoke, or tried to speak, with a group. A second tap on the same day adds its words only."""
    day = held_on or timezone.localdate()
    known = {"organization": organization, "held_on": day, "channel": channel, "was_reached": was_reached}
    ends = day + timedelta(days=KEPT_DAYS)
    talk, new = Talk.objects.get_or_create(**known, noted_by=by, defaults={"note": note, "delete_after": ends})
    if not new and note and note not in talk.note:
        talk.note = f"{talk.note} {note}".strip()[:400]
        talk.save(update_fields=["note"])
    return talk


@transaction.atomic
def take_back(*, talk: Talk, by: User) -> None:
    """Forget a tap that was a mistake, on the day itself and by whoever tapped."""
    if talk.noted_by_id != by.pk or timezone.localdate(talk.noted_at) != timezone.localdate():
        raise ValidationError(_("Only your own notes of today can be taken back."), code="not_yours")
    talk.delete()


def quiet_groups(*, day: date, days: int, looked_after: Workload | None = None) -> QuerySet[Organization]:
    """List the groups nobody has spoken to for ``days`` days, longest silence first, those never spoken to before all.

    With ``looked_after`` only those of one coordinator's districts and topics.
    """
    reached = Max("talks__held_on", filter=Q(talks__was_reached=True))
    groups = Organization.objects.filter(status__in=Organization.SHOWN).exclude(kind__in=NOT_SPOKEN_TO)
    if looked_after is not None:
        groups = groups.filter(pk__in=field_of(looked_after).values("pk"))
    quiet = groups.annotate(spoken_on=reached).filter(
        Q(spoken_on__isnull=True) | Q(spoken_on__lt=day - timedelta(days=days))
    )
    return quiet.prefetch_related("contacts").order_by(F("spoken_on").asc(nulls_first=True), "kana", "pk")


def field_of(workload: Workload) -> QuerySet[Organization]:
    """List the groups in one coordinator's field: hers by district and by topic; all where she named neither."""
    groups = Organization.objects.all()
    if districts := list(workload.districts.all()):
        groups = groups.filter(districts__in=districts)
    if topics := list(workload.topics.all()):
        groups = groups.filter(topics__in=topics)
    return groups.distinct()


def noted_today(by: User) -> QuerySet[Talk]:
    return Talk.objects.filter(noted_by=by, noted_at__date=timezone.localdate()).select_related("organization")


@transaction.atomic
def keep_workload(
    *,
    user: User,
    districts: Iterable[District],
    topics: Iterable[Topic],
    capacity: int,
    note: str = "",
    away_from: date | None = None,
    away_through: date | None = None,
) -> Workload:
    """Write down what a coordinator looks after, and how much at a time."""
    values = {"capacity": capacity, "note": note, "away_from": away_from, "away_through": away_through}
    workload, _new = Workload.objects.update_or_create(user=user, defaults=values)
    workload.districts.set(districts)
    workload.topics.set(topics)
    return workload
