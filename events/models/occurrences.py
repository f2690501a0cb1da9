"""The dates of an event. They are the truth: search, room, capacity and cancellation hang on the row."""

from datetime import date, datetime, timedelta
from functools import reduce
from math import cos, radians
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.functions import Cast, Coalesce, ExtractMonth, Mod
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event, Host
from events.models.series import Series
from organizations.models import District
from spaces.models import Booking, Space
from spaces.periods import midnight

# Nothing lasts longer: so "still going on" can be asked of an index over the start alone.
LONGEST = timedelta(days=100)


class Weekday(Func):
    """The weekday of a day, Sunday being 0. Django's own would call Python for every row of SQLite."""

    output_field = models.IntegerField()
    template = "CAST(strftime('%%%%w', %(expressions)s) AS INTEGER)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="EXTRACT(DOW FROM %(expressions)s)::integer")


class Hour(Func):
    """The full hour of an instant in Tokyo, which knows no summer time."""

    output_field = models.IntegerField()
    template = "CAST(strftime('%%%%H', %(expressions)s, '+9 hours') AS INTEGER)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        zone = "EXTRACT(HOUR FROM %(expressions)s AT TIME ZONE 'Asia/Tokyo')::integer"
        return self.as_sql(compiler, connection, template=zone)


DEGREE = 111.2  # kilometres of a degree from north to south


def _where(axis: str) -> Coalesce:
    return Coalesce(f"space__facility__{axis}", f"event__{axis}", f"event__district__{axis}")


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def public(self) -> Self:
        # Not "=": of a bare flag SQLite sees no index, and would read every row.
        return self.filter(is_public__in=(True,))

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now, starts_at__gt=now - LONGEST)

    def to_decide(self, now: datetime, until: datetime) -> Self:
        """Those that begin from ``now`` to ``until``, and of which nobody has said yet whether they take place."""
        shown = self.filter(event__status=Event.Status.PUBLISHED, event__decides_at__isnull=False)
        return shown.filter(starts_at__gt=now, starts_at__lte=until, status__in=Occurrence.STANDING, goes_ahead_at=None)

    def starting_within(self, after: datetime, until: datetime) -> Self:
        """Those that start in (after, until], whoever may see them; both flags are named so that an index is asked."""
        return self.filter(is_public__in=(True, False), starts_at__gt=after, starts_at__lte=until)

    def taking_place(self) -> Self:
        return self.exclude(status__in=(Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED))

    def between(self, first: date | None, last: date | None) -> Self:
        """Those that touch the days ``first`` to ``last``, both included; None leaves that side open."""
        rows = self
        if first:
            rows = rows.filter(ends_on__gte=first, starts_at__gt=midnight(first) - LONGEST)
        if last:
            rows = rows.filter(held_on__lte=last, starts_at__lt=midnight(last + timedelta(days=1)))
        return rows

    def on_weekdays(self, *weekdays: int) -> Self:
        """Those that start on a weekday (Monday is 1, as in ISO 8601)."""
        return self.alias(weekday=Weekday("held_on")).filter(weekday__in=[day % 7 for day in weekdays])

    def in_spans(self, *spans: tuple[date, date]) -> Self:
        """Those that start in one of some spans of days, both ends included."""
        return self.filter(reduce(or_, [Q(held_on__range=span) for span in spans]))

    def starting_between(self, *hours: tuple[int, int]) -> Self:
        """Those that start in one of the spans [from, to) of full hours in Tokyo."""
        spans = [Q(hour__gte=first, hour__lt=end) for first, end in hours]
        return self.alias(hour=Hour("starts_at")).filter(reduce(or_, spans))

    def in_districts(self, *codes: str) -> Self:
        """Those whose place lies in a district, or in a part of it."""
        here = District.objects.filter(Q(code__in=codes) | Q(parents__code__in=codes)).values("pk")
        return self.filter(Q(space__facility__district__in=here) | Q(space=None, event__district__in=here))

    def with_position(self) -> Self:
        """Say where each is: at its facility, at its own place, or else in the middle of its district."""
        return self.annotate(latitude=_where("latitude"), longitude=_where("longitude"))

    def within(self, kilometres: int, position: tuple[float, float]) -> Self:
        """Those in a circle. The earth is flat over so few kilometres, so both databases can reckon it."""
        latitude, longitude = position
        north = (F("latitude") - latitude) * DEGREE
        east = (F("longitude") - longitude) * DEGREE * cos(radians(latitude))
        return self.with_position().alias(squared=north * north + east * east).filter(squared__lte=kilometres**2)

    def about(self, *topics: str) -> Self:
        return self.filter(event__in=Event.objects.filter(topics__slug__in=topics).values("pk"))

    def tagged(self, *tags: str) -> Self:
        return self.filter(event__in=Event.objects.filter(tags__name__in=tags).values("pk"))

    def in_languages(self, *codes: str) -> Self:
        spoken = self.annotate(spoken=Cast("event__languages", models.TextField()))
        return spoken.filter(reduce(or_, [Q(spoken__contains=f'"{code}"') for code in codes]))

    def for_ages(self, first: int, last: int) -> Self:
        """Those whose stated ages meet the months ``first`` to ``last``; who states none is not for everybody."""
        return self.with_ages().filter(
            Q(event__age_from_months=None) | Q(event__age_from_months__lte=last),
            Q(event__age_to_months=None) | Q(event__age_to_months__gte=first),
        )

    def for_grades(self, *begins: int) -> Self:
        """Those for one of the school years whose youngest child is so many months old on 1 April.

        A year's children are born from 2 April to 1 April (学校教育法17条, 年齢計算ニ関する法律), so on a day m
        months into the fiscal year they are ``begins`` + m to ``begins`` + 12 + m months old; on the first of a
        month the oldest has her month still before her.
        """
        into = Mod(ExtractMonth("held_on") + 8, 12, output_field=models.IntegerField())
        first_of_month = Case(When(held_on__day=1, then=1), default=0, output_field=models.IntegerField())
        reach = [
            (Q(event__age_from_months=None) | Q(event__age_from_months__lte=F("oldest_of_year") + start))
            & (Q(event__age_to_months=None) | Q(event__age_to_months__gte=F("youngest_of_year") + start))
            for start in begins
        ]
        rows = self.annotate(youngest_of_year=into, oldest_of_year=into + 12 - first_of_month)
        return rows.with_ages().filter(reduce(or_, reach))

    def with_ages(self) -> Self:
        return self.filter(Q(event__age_from_months__isnull=False) | Q(event__age_to_months__isnull=False))

    def without_ages(self) -> Self:
        return self.filter(event__age_from_months=None, event__age_to_months=None)

    def free(self) -> Self:
        return self.filter(event__is_free=True)

    def indoors(self) -> Self:
        return self.filter(event__setting__in=(Event.Setting.INDOOR, Event.Setting.BOTH))

    def accessible(self) -> Self:
        """Those that say so, or whose building does."""
        return self.filter(Q(event__is_accessible=True) | Q(space__facility__step_free=True))

    def with_nursing_room(self) -> Self:
        return self.filter(space__facility__nursing_room=True)

    def with_childcare(self) -> Self:
        return self.filter(event__has_childcare=True)

    def online(self) -> Self:
        return self.filter(event__attendance__in=(Event.Attendance.ONLINE, Event.Attendance.MIXED))

    def accepting(self, now: datetime) -> Self:
        return self.exclude(event__apply=Event.Apply.NONE).filter(
            Q(event__apply_opens_at=None) | Q(event__apply_opens_at__lte=now),
            Q(event__apply_closes_at=None) | Q(event__apply_closes_at__gt=now),
        )

    def accepting_later(self, now: datetime) -> Self:
        return self.exclude(event__apply=Event.Apply.NONE).filter(event__apply_opens_at__gt=now)

    def without_application(self) -> Self:
        return self.filter(event__apply=Event.Apply.NONE)

    def by_organization(self, slug: str) -> Self:
        hosted = Host.objects.filter(organization__slug=slug, accepted_at__isnull=False)
        return self.filter(event__in=hosted.values("event"))

    def in_space(self, slug: str) -> Self:
        return self.filter(space__slug=slug)

    def of_project(self, project: int) -> Self:
        return self.filter(event__project=project)

    def in_time_order(self) -> Self:
        return self.order_by("starts_at", "pk")

    def after(self, starts_at: datetime, pk: int) -> Self:
        """What follows a row in time order."""
        return self.filter(Q(starts_at__gt=starts_at) | Q(pk__gt=pk), starts_at__gte=starts_at)


class Occurrence(models.Model):
    """One date of one event.

    ``held_on`` and ``ends_on`` are the first and last day in Tokyo; ``is_public`` repeats the event's state so that a
    list asks one index. ``taken`` counts people and ``parties_taken`` parties, offers held open for the waiting among
    them; the database keeps both within their capacity. ``rule_start`` is the start its series gives it
    (RECURRENCE-ID), whatever became of it since; a date of its own has none. ``room_problem`` is a code of
    spaces.services.bookings, with its number. A date that was called off can only be taken back: whoever tapped the
    wrong one shall not have to post it anew.
    """

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("As planned")
        CANCELLED = "cancelled", _("Called off")
        POSTPONED = "postponed", _("Postponed")
        RESCHEDULED = "rescheduled", _("Moved")

    STANDING = (Status.SCHEDULED, Status.RESCHEDULED)
    MOVES = {
        Status.SCHEDULED: (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED),
        Status.RESCHEDULED: (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED),
        Status.POSTPONED: (Status.RESCHEDULED, Status.CANCELLED),
        Status.CANCELLED: (Status.SCHEDULED,),
    }

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    held_on = models.DateField(_("day"))
    ends_on = models.DateField(_("last day"))
    is_all_day = models.BooleanField(_("all day"), default=False)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="dates")
    rule_start = models.DateTimeField(_("when the rule meant it"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.SCHEDULED)
    moved_from = models.DateTimeField(_("planned for before"), null=True, blank=True)
    note = models.CharField(_("note for this date"), max_length=200, blank=True)
    goes_ahead_at = models.DateTimeField(_("said to take place as planned"), null=True, blank=True)
    is_public = models.BooleanField(default=False)
    space = models.ForeignKey(
        Space, verbose_name=_("space"), null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrences"
    )
    place_name = models.CharField(_("place of this date alone"), max_length=120, blank=True)
    booking = models.OneToOneField(
        Booking, verbose_name=_("booking"), null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrence"
    )
    room_problem = models.CharField(_("why there is no room"), max_length=200, blank=True)
    room_problem_number = models.PositiveIntegerField(null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places (people)"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places taken"), default=0)
    capacity_parties = models.PositiveIntegerField(_("places (parties)"), null=True, blank=True)
    parties_taken = models.PositiveIntegerField(_("parties that have places"), default=0)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="occurrence_times_in_order"),
            models.UniqueConstraint(fields=["event", "rule_start"], name="occurrence_of_rule_once"),
            models.CheckConstraint(condition=Q(held_on__lte=F("ends_on")), name="occurrence_days_in_order"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="occurrence_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(capacity_parties__isnull=True) | Q(parties_taken__lte=F("capacity_parties")),
                name="occurrence_within_parties",
            ),
        ]
        indexes = [
            models.Index(fields=["is_public", "starts_at", "id"], name="occurrence_list"),
            models.Index(fields=["event", "starts_at"], name="occurrence_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("occurrence", args=[self.event_id, self.pk])

    @property
    def places_left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def parties_left(self) -> int | None:
        return None if self.capacity_parties is None else self.capacity_parties - self.parties_taken

    @property
    def is_full(self) -> bool:
        return 0 in (self.places_left, self.parties_left)
