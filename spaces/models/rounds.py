"""利用調整: the groups' wishes for the regular times of one season, and how they were settled."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import OnBehalf, Organization, Personal, Purpose
from spaces.models.bookings import BookingSeries
from spaces.models.places import Space
from spaces.season import Regular, Rhythm


class SeasonRoundQuerySet(models.QuerySet["SeasonRound"]):
    def public(self) -> Self:
        """What everybody may see: all but what is still being prepared."""
        return self.exclude(status=SeasonRound.Status.PREPARING)

    def running(self) -> Self:
        return self.filter(status__in=(SeasonRound.Status.WISHING, SeasonRound.Status.SETTLING))

    def overdue(self, now: datetime) -> Self:
        """Rounds that still take wishes although their time is over."""
        return self.filter(status=SeasonRound.Status.WISHING, closes_at__lte=now)


class SeasonRound(models.Model):
    """One season's sharing out of some spaces among the groups."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        WISHING = "wishing", _("Wishes are taken")
        SETTLING = "settling", _("Being settled")
        PUBLISHED = "published", pgettext_lazy("season round", "Settled and published")
        CANCELLED = "cancelled", pgettext_lazy("season round", "Called off")

    MOVES = {
        Status.PREPARING: (Status.WISHING, Status.CANCELLED),
        Status.WISHING: (Status.SETTLING, Status.CANCELLED),
        Status.SETTLING: (Status.PUBLISHED, Status.CANCELLED),
        Status.PUBLISHED: (),
        Status.CANCELLED: (),
    }

    name = models.CharField(_("name of the season"), max_length=80)
    first = models.DateField(_("first day of the season"))
    last = models.DateField(_("last day of the season"))
    opens_at = models.DateTimeField(_("wishes from"))
    closes_at = models.DateTimeField(_("wishes until"))
    text = models.TextField(_("what groups should know"), blank=True)
    spaces = models.ManyToManyField(Space, verbose_name=_("spaces that are shared out"), related_name="rounds")
    draw_source = models.CharField(_("where the drawing number comes from"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PREPARING)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeasonRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("season round")
        verbose_name_plural = _("season rounds")
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="season_days_in_order"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="season_wishes_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("season_round", args=[self.pk])

    def takes_wishes(self, now: datetime) -> bool:
        return self.status == self.Status.WISHING and self.opens_at <= now < self.closes_at


class Lot(models.Model):
    """The draw that settles one clash. ``sheet`` is what was committed; a ticket is the number of a wish."""

    class Status(models.TextChoices):
        COMMITTED = "committed", _("List closed, number not known yet")
        DRAWN = "drawn", _("Drawn")

    MOVES = {Status.COMMITTED: (Status.DRAWN,), Status.DRAWN: ()}

    round = models.ForeignKey(SeasonRound, on_delete=models.PROTECT, related_name="lots")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.COMMITTED)
    sheet = models.JSONField(_("what is drawn from"))
    commitment = models.CharField(_("fingerprint of the list"), max_length=64)
    committed_at = models.DateTimeField(_("list closed at"))
    source = models.CharField(_("where the drawing number comes from"), max_length=200)
    seed = models.CharField(_("drawing number"), max_length=200, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("lot of a season")
        verbose_name_plural = _("lots of a season")
        constraints = [
            models.CheckConstraint(condition=Q(status="committed") | ~Q(seed=""), name="lot_has_number"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(drawn_at__gt=F("committed_at")), name="lot_committed_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("season_lot", args=[self.round_id, self.pk])


class WishQuerySet(models.QuerySet["Wish"]):
    def standing(self) -> Self:
        """Open or granted: what the table of clashes is made of."""
        return self.filter(status__in=Wish.STANDING)

    def granted(self) -> Self:
        return self.filter(status=Wish.Status.GRANTED)

    def with_names(self) -> Self:
        return self.select_related("organization", "space__facility", "lot", "series")

    def in_order(self) -> Self:
        return self.order_by("organization__kana", "rank", "pk")

    def by_space(self) -> Self:
        """In the order of a notice board, with the number of ``dates`` that were booked."""
        rows = self.with_names().annotate(dates=models.Count("series__bookings"))
        return rows.order_by("space__facility__kana", "space__kana", "space", "weekday", "start_minute", "pk")


class Wish(OnBehalf, Personal):
    """A regular time that a group wishes for; 1 is what it wants most, the next stand in for it."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Wishes for the spaces of a season"),
        sentence=_("Name and telephone are used for this season's spaces only and are deleted a year after it."),
        readers=_("the group, place staff and coordinators"),
        kept=_("a year after the season; then only what can be counted stays"),
        items=("name", "email", "phone", "purpose", "reason", "on_behalf_of"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name", "on_behalf_of")},
        row_stays=True,
        afterwards={"delete_after": None},
    )

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("wish", "Not settled yet")
        GRANTED = "granted", pgettext_lazy("wish", "Granted")
        REFUSED = "refused", pgettext_lazy("wish", "Not possible")
        SPARE = "spare", pgettext_lazy("wish", "Not needed")
        WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")

    class Way(models.TextChoices):
        CLEAR = "clear", _("Nobody else wished for it")
        AGREED = "agreed", _("By agreement")
        LOT = "lot", _("By lot")
        HAND = "hand", _("Decided by staff")

    class Repeats(models.TextChoices):
        WEEKLY = Rhythm.WEEKLY.value, _("Every week")
        ODD = Rhythm.ODD.value, _("Every second week, from the first week on")
        EVEN = Rhythm.EVEN.value, _("Every second week, from the second week on")
        FIRST = Rhythm.FIRST.value, _("First of the month")
        SECOND = Rhythm.SECOND.value, _("Second of the month")
        THIRD = Rhythm.THIRD.value, _("Third of the month")
        FOURTH = Rhythm.FOURTH.value, _("Fourth of the month")
        FIRST_THIRD = Rhythm.FIRST_THIRD.value, _("First and third of the month")
        SECOND_FOURTH = Rhythm.SECOND_FOURTH.value, _("Second and fourth of the month")

    RANKS = ((1, _("First wish")), (2, _("Second wish")), (3, _("Third wish")))
    DAYS = tuple(WEEKDAYS.items())
    STANDING = (Status.OPEN, Status.GRANTED)
    MOVES = {
        Status.OPEN: (Status.GRANTED, Status.REFUSED, Status.SPARE, Status.WITHDRAWN),
        Status.GRANTED: (Status.OPEN, Status.WITHDRAWN),
        Status.REFUSED: (Status.OPEN,),
        Status.SPARE: (),
        Status.WITHDRAWN: (),
    }

    round = models.ForeignKey(SeasonRound, on_delete=models.PROTECT, related_name="wishes")
    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), on_delete=models.PROTECT, related_name="season_wishes"
    )
    rank = models.PositiveSmallIntegerField(_("which wish"), choices=RANKS, default=1)
    space = models.ForeignKey(Space, verbose_name=_("space"), on_delete=models.PROTECT, related_name="season_wishes")
    rhythm = models.CharField(
        pgettext_lazy("regular time", "how often"), max_length=6, choices=Repeats.choices, default=Repeats.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=DAYS)
    start_minute = models.PositiveSmallIntegerField(_("from"))
    end_minute = models.PositiveSmallIntegerField(_("until"))
    head_count = models.PositiveIntegerField(_("number of people"))
    purpose = models.CharField(_("what for"), max_length=120)
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.OPEN)
    way = models.CharField(_("how it was settled"), max_length=6, choices=Way.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.SET_NULL, related_name="wishes")
    series = models.OneToOneField(BookingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="wish")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a season")
        verbose_name_plural = _("wishes for a season")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440, weekday__lte=6, head_count__gte=1),
                name="wish_in_order",
            ),
            models.UniqueConstraint(
                fields=["round", "organization", "rank"], condition=~Q(status="withdrawn"), name="wish_rank_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.rank}"

    @property
    def regular(self) -> Regular:
        return Regular(self.space_id, Rhythm(self.rhythm), self.weekday, self.start_minute, self.end_minute)

    @property
    def when(self) -> str:
        return regular_words(self.regular)


def regular_words(at: Regular) -> str:
    """Say a regular time: every week, Saturday, 10:00–12:00."""
    words = {"often": Wish.Repeats(at.rhythm.value).label, "day": WEEKDAYS[at.weekday], "hours": hours_words(at)}
    return gettext("%(often)s, %(day)s, %(hours)s") % words


def hours_words(at: Regular) -> str:
    start, end = (f"{minute // 60}:{minute % 60:02d}" for minute in (at.start, at.end))
    return gettext("%(starts)s–%(ends)s") % {"starts": start, "ends": end}
