"""Groups, people, departments and agencies around children, and how the city came to know them."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from organizations.models.pictures import Picture
from organizations.models.records import Personal, Purpose, Text
from organizations.models.roles import INTAKE, Anyone, has_role, roles_of
from organizations.models.vocabulary import District, Topic

DISCLOSED = ("purpose", "joining", "meeting", "picture_id", "founded_on")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    NETWORK = "network", _("The network's members")
    STAFF = "staff", _("Coordinators only")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def listed(self) -> Self:
        """Those the public may find: known, not resting, and willing to be seen."""
        return self.filter(status__in=Organization.LISTED, visibility=Visibility.PUBLIC)

    def shown(self) -> Self:
        """Those that have a public page: the listed ones, and those at rest, which keep theirs with a notice."""
        return self.filter(status__in=Organization.SHOWN, visibility=Visibility.PUBLIC)

    def of_member(self, user: Anyone, day: date) -> Self:
        """Those the person belongs to on ``day``, in whatever role."""
        return self.filter(pk__in=self._joined(user, day))

    def managed_by(self, user: Anyone, day: date) -> Self:
        """Those the person represents or edits on ``day``."""
        return self.filter(pk__in=self._joined(user, day, memberships__role__in=("representative", "editor")))

    def visible_to(self, user: Anyone, day: date) -> Self:
        """The public's; the network's for its members and the city; one's own; all for those who take people in."""
        if has_role(user, *INTAKE):
            return self
        if not user.is_authenticated:
            return self.shown()
        mine = self._joined(user, day)
        in_network = bool(roles_of(user)) or mine.filter(status__in=Organization.LISTED).exists()
        seen = (Visibility.PUBLIC, Visibility.NETWORK) if in_network else (Visibility.PUBLIC,)
        return self.filter(Q(pk__in=mine) | Q(status__in=Organization.SHOWN, visibility__in=seen))

    def editable_by(self, user: Anyone, day: date) -> Self:
        return self if has_role(user, *INTAKE) else self.managed_by(user, day)

    @staticmethod
    def _joined(user: Anyone, day: date, **more: Any) -> models.QuerySet["Organization", int]:
        rows = Organization.objects.filter(
            Q(memberships__valid_through__isnull=True) | Q(memberships__valid_through__gte=day),
            memberships__user=user.pk,
            memberships__valid_from__lte=day,
            **more,
        )
        return rows.values_list("pk", flat=True)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def about(self, topic: str) -> Self:
        return self.filter(topics__slug=topic)

    def in_district(self, *codes: str) -> Self:
        return self.filter(districts__code__in=codes)

    def for_ages(self, first: int, last: int) -> Self:
        """Those whose ages and [first, last] (months, both included) meet; whoever states none welcomes any."""
        return self.filter(
            Q(age_from_months__isnull=True) | Q(age_from_months__lte=last),
            Q(age_to_months__isnull=True) | Q(age_to_months__gte=first),
        )

    def speaking(self, *languages: str) -> Self:
        """Those who speak one of the languages, by code."""
        asked = Q()
        for language in languages:
            asked |= Q(languages__icontains=f'"{language}"')
        return self.filter(asked)

    def named(self, words: str) -> Self:
        """Those whose name, reading, other names or own words hold the words as typed."""
        return self.filter(
            Q(name__icontains=words)
            | Q(kana__icontains=words)
            | Q(aliases__icontains=words)
            | Q(summary__icontains=words)
            | Q(purpose__icontains=words)
        )

    def for_cards(self) -> Self:
        """With everything a card shows, in a fixed number of queries."""
        return self.select_related("picture").prefetch_related("districts", "texts", "picture__renditions")

    def by_kana(self) -> Self:
        return self.order_by("kana", "pk")


class Organization(Personal):
    """Whoever takes part: a circle, an NPO, children themselves, a school, a company, a department, one person.

    One person who lends a hand is a row of kind PERSON: she needs the same name, contact, sentence and offers as a
    group (Open Referral's "organization" is likewise whoever provides), and is seen by coordinators only unless she
    wishes otherwise.
    """

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Showing and reaching groups and helpers"),
        sentence=_("What you write is used to show your group and to reach you, and for nothing else."),
        readers=_("everybody, the network or coordinators only, as its owner chose for each contact"),
        kept=_("as long as the group or person takes part"),
        items=("name", "kana", "aliases", "summary", "purpose", "meeting"),
        found_by={"name": ("name", "kana")},
        among={"kind": "person"},
        row_stays=True,
        afterwards={"status": "dissolved", "visibility": "staff", "picture": None},
    )

    class Kind(models.TextChoices):
        CIRCLE = "circle", _("Circle")
        NPO = "npo", _("Non-profit organization")
        CHILDREN = "children", _("Children's own group")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood association")
        SCHOOL = "school", _("School")
        COMPANY = "company", _("Company")
        DEPARTMENT = "department", _("City department")
        AGENCY = "agency", _("Partner agency")
        INSTITUTION = "institution", _("Facility or institution")
        PERSON = "person", _("One person")

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting to be looked at")
        ACTIVE = "active", _("Active")
        RENEWAL_DUE = "renewal_due", _("Renewal due")
        GRACE = "grace", _("Not yet renewed")
        DORMANT = "dormant", _("Resting")
        SUSPENDED = "suspended", _("Suspended")
        DISSOLVED = "dissolved", _("Dissolved")
        MERGED = "merged", _("Merged into another")

    class Door(models.TextChoices):
        NETWORK = "network", _("Network member")
        ENROLLED = "enrolled", _("Registered group")

    class Size(models.TextChoices):
        UP_TO_5 = "5", _("up to 5 people")
        UP_TO_20 = "20", _("6 to 20 people")
        UP_TO_50 = "50", _("21 to 50 people")
        MORE = "more", _("more than 50 people")

    MOVES = {
        Status.PENDING: (Status.ACTIVE, Status.SUSPENDED, Status.MERGED),
        Status.ACTIVE: (Status.RENEWAL_DUE, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED),
        Status.RENEWAL_DUE: (Status.ACTIVE, Status.GRACE, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED),
        Status.GRACE: (Status.ACTIVE, Status.DORMANT, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED),
        Status.DORMANT: (Status.ACTIVE, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED),
        Status.SUSPENDED: (Status.ACTIVE, Status.DISSOLVED, Status.MERGED),
        Status.DISSOLVED: (Status.ACTIVE,),
        Status.MERGED: (
            Status.PENDING,
            Status.ACTIVE,
            Status.RENEWAL_DUE,
            Status.GRACE,
            Status.DORMANT,
            Status.SUSPENDED,
        ),
    }
    LISTED = (Status.ACTIVE, Status.RENEWAL_DUE, Status.GRACE)
    SHOWN = (*LISTED, Status.DORMANT)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, db_index=True)
    aliases = models.CharField(_("other names"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices, default=Kind.CIRCLE)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.PENDING)
    door = models.CharField(
        pgettext_lazy("group", "registration"), max_length=8, choices=Door.choices, default=Door.NETWORK
    )
    visibility = models.CharField(
        _("who may see it"), max_length=7, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    summary = models.CharField(_("in one sentence"), max_length=200)
    purpose = models.TextField(_("what you do"), blank=True, max_length=4000)
    joining = models.TextField(_("how to join"), blank=True, max_length=1000)
    meeting = models.CharField(_("usual days and place"), max_length=200, blank=True)
    fee = models.CharField(_("membership fee"), max_length=120, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="organizations")
    districts = models.ManyToManyField(District, verbose_name=_("districts"), blank=True, related_name="organizations")
    age_from_months = models.PositiveSmallIntegerField(_("age from (months)"), null=True, blank=True)
    age_to_months = models.PositiveSmallIntegerField(_("age to (months)"), null=True, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    founded_on = models.DateField(_("founded"), null=True, blank=True)
    size = models.CharField(_("size"), max_length=4, choices=Size.choices, blank=True)
    website = models.URLField(_("website"), blank=True)
    publishes_at_once = models.BooleanField(_("publishes events at once"), default=False)
    child_code = models.SlugField(_("children's sign-in code"), max_length=12, unique=True, null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_through = models.DateField(_("valid through"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", verbose_name=_("successors"), symmetrical=False, blank=True, related_name="predecessors"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(age_from_months__isnull=True)
                | Q(age_to_months__isnull=True)
                | Q(age_from_months__lte=models.F("age_to_months")),
                name="organization_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_through__isnull=True)
                | Q(valid_from__lte=models.F("valid_through")),
                name="organization_validity_in_order",
            ),
        ]
        indexes = [models.Index(fields=["status", "visibility", "kana"], name="organization_listed")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        return self.status in self.LISTED and self.visibility == Visibility.PUBLIC

    @property
    def undisclosed(self) -> list[str]:
        """Name the fields with which the group could tell more of itself."""
        return [name for name in DISCLOSED if not getattr(self, name)]

    @property
    def disclosure_level(self) -> int:
        """Say how much the group tells of itself (情報開示レベル): 0 … 5, one for each of five facts."""
        return len(DISCLOSED) - len(self.undisclosed)


class OrganizationText(Text):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "language"], name="organization_text_once")]
