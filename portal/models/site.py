"""The one city this installation is for: its name, its colour, its words, what is switched on."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from portal.blocks import LinkBlock, LinkGroupBlock
from portal.validators import bright, validate_accent, validate_city_code

LEGAL_FEATURES = ["h3", "bold", "ol", "ul", "link"]


@register_setting(icon="home")
class CitySettings(BaseGenericSetting):
    """What the city says about itself. A function that is switched off has no page and no menu entry."""

    site_name = models.CharField(_("name of the site"), max_length=60, default="こどもネットワーク")
    site_name_en = models.CharField(_("name of the site in English"), max_length=80, default="Children’s Network")
    city_name = models.CharField(_("name of the city"), max_length=40, blank=True)
    city_kana = models.CharField(_("name of the city in kana"), max_length=60, blank=True)
    city_name_en = models.CharField(_("name of the city in English"), max_length=60, blank=True)
    city_code = models.CharField(
        _("code of the local government (six digits)"), max_length=6, blank=True, validators=[validate_city_code]
    )
    accent = models.CharField(_("accent colour"), max_length=7, default="#0f6a5b", validators=[validate_accent])
    office = models.CharField(_("office in charge"), max_length=80, blank=True)
    office_en = models.CharField(_("office in charge, in English"), max_length=120, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address of the office"), max_length=200, blank=True)
    closing_days = models.CharField(
        _("closing days"),
        max_length=200,
        blank=True,
        default="土曜日・日曜日・祝日、12月29日から1月3日まで",
        help_text=_("In words, for the foot of every page. The days themselves are kept as closures of the city."),
    )
    privacy = RichTextField(_("how personal data is handled"), features=LEGAL_FEATURES, blank=True)
    terms = RichTextField(_("terms of use"), features=LEGAL_FEATURES, blank=True)
    legal_basis = models.TextField(_("legal wording"), blank=True, help_text=_("Set by the city's own counsel."))
    takes_enrolments = models.BooleanField(_("groups may register"), default=True)
    takes_registrations = models.BooleanField(_("events take registrations"), default=True)
    takes_bookings = models.BooleanField(_("rooms may be booked"), default=True)
    shows_exchange = models.BooleanField(_("needs and offers are shown"), default=True)
    shows_projects = models.BooleanField(_("projects are shown"), default=True)
    keeps_cases = models.BooleanField(
        _("coordinators keep confidential cases"),
        default=False,
        help_text=_("Only who was led to whom. Agree on it with the city’s data protection officer first."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("site_name"),
                FieldPanel("site_name_en"),
                FieldPanel("city_name"),
                FieldPanel("city_kana"),
                FieldPanel("city_name_en"),
                FieldPanel("city_code"),
                FieldPanel("accent"),
            ],
            heading=_("The city"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("office"),
                FieldPanel("office_en"),
                FieldPanel("email"),
                FieldPanel("phone"),
                FieldPanel("address"),
                FieldPanel("closing_days"),
            ],
            heading=_("The office"),
        ),
        MultiFieldPanel(
            [FieldPanel("privacy"), FieldPanel("terms"), FieldPanel("legal_basis")], heading=_("Legal wording")
        ),
        MultiFieldPanel(
            [
                FieldPanel("takes_enrolments"),
                FieldPanel("takes_registrations"),
                FieldPanel("takes_bookings"),
                FieldPanel("shows_exchange"),
                FieldPanel("shows_projects"),
                FieldPanel("keeps_cases"),
            ],
            heading=_("Functions"),
        ),
    ]

    class Meta:
        verbose_name = _("city settings")

    def __str__(self) -> str:
        return self.city_name or self.site_name

    @classmethod
    def current(cls) -> Self:
        """Give the city's settings, or the usual ones while none are stored."""
        return cls.objects.first() or cls()

    @property
    def accent_bright(self) -> str:
        return bright(self.accent)


@register_setting(icon="list-ul")
class Navigation(BaseGenericSetting):
    """The menu and the footer. While the menu is empty it lists the main addresses."""

    menu = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("menu"))
    footer = StreamField([("column", LinkGroupBlock())], blank=True, verbose_name=_("footer"))

    panels = [FieldPanel("menu"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("menu and footer")

    def __str__(self) -> str:
        return str(_("menu and footer"))


@register_setting(icon="warning")
class EmergencyBanner(BaseGenericSetting):
    """What everybody must know now. It stands above every page within a few seconds."""

    is_shown = models.BooleanField(_("shown"), default=False)
    title = models.CharField(_("headline"), max_length=80, blank=True)
    title_en = models.CharField(_("headline in English"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=400, blank=True)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    address = models.CharField(
        _("address of a page with more"), max_length=300, blank=True, help_text=_("Such as /news/typhoon/.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldPanel("is_shown"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("title_en"),
        FieldPanel("text_en"),
        FieldPanel("address"),
    ]

    class Meta:
        verbose_name = _("emergency banner")

    def __str__(self) -> str:
        return self.title
