"""Editorial pages: the home page, guides, lists of guides, news."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from organizations.models import Picture
from organizations.models.findable import FOUND_BY, Findable
from portal.blocks import UNSTATED, BodyBlock

PER_PAGE = 20


class SitePage(Findable, Page):
    """What every page has: an introduction, a picture and a body."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("picture"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body"), *FOUND_BY]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a picture that does not yet say what it shows and who is on it."""
        super().clean()
        if self.picture and not self.picture.is_publishable:
            raise ValidationError({"picture": ValidationError(UNSTATED, code="unstated")})


class HomePage(SitePage):
    """One question, three answers; then what is open now, today, this weekend."""

    question = models.CharField(_("question"), max_length=60)

    template = "portal/home_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("home page")

    def latest_news(self) -> models.QuerySet["NewsPage"]:
        return NewsPage.objects.live().descendant_of(self).order_by("-published_on", "-pk")[:3]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"news": self.latest_news()}


class IndexPage(SitePage):
    """A page that leads to the pages below it."""

    template = "portal/index_page.html"
    parent_page_types = ["portal.HomePage", "portal.IndexPage"]

    class Meta:
        verbose_name = _("list page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        news = NewsPage.objects.live().child_of(self).select_related("picture").order_by("-published_on", "-pk")
        guides = self.get_children().live().public().not_type(NewsPage)
        listed = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"guides": guides, "news": listed}


class ContentPage(SitePage):
    """A guide: something explained once, well."""

    template = "portal/content_page.html"
    parent_page_types = ["portal.HomePage", "portal.IndexPage", "portal.ContentPage"]

    class Meta:
        verbose_name = _("guide")


class NewsPage(SitePage):
    """News of one day."""

    published_on = models.DateField(_("day"))

    template = "portal/news_page.html"
    content_panels = [*SitePage.content_panels[:1], FieldPanel("published_on"), *SitePage.content_panels[1:]]
    parent_page_types = ["portal.IndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news")
        indexes = [models.Index(fields=["published_on"], name="news_by_day")]
