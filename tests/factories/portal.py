"""Pictures and editorial pages."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from organizations.models import Picture
from portal.models import ContentPage, DataRequest, HomePage, IndexPage, NewsPage


def drawn_file() -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (64, 36), "#88bb99").save(out, "PNG")
    return ContentFile(out.getvalue(), "hill.png")


class PictureFactory(DjangoModelFactory):
    class Meta:
        model = Picture

    title = "里山の朝"
    alt = "朝の丘"
    credit = "ひばり市"
    people = Picture.People.NONE
    file = factory.LazyFunction(drawn_file)


def home(language: str = "ja") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


class PageFactory(DjangoModelFactory):
    """Add a page below ``parent``, the Japanese home page unless told otherwise."""

    class Meta:
        abstract = True

    title = factory.Sequence("案内{}".format)
    slug = factory.LazyFunction(lambda: f"page-{uuid4().hex[:8]}")

    @classmethod
    def _create(cls, model, *args, parent=None, **kwargs):
        return (parent or home()).add_child(instance=model(**kwargs))


class ContentPageFactory(PageFactory):
    class Meta:
        model = ContentPage


class IndexPageFactory(PageFactory):
    class Meta:
        model = IndexPage


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    published_on = date(2026, 11, 24)


class DataRequestFactory(DjangoModelFactory):
    class Meta:
        model = DataRequest

    kind = DataRequest.Kind.DISCLOSURE
    name = "田中花子"
    email = "hanako@example.jp"
    phone = "090-1111-2222"
    identity = DataRequest.Identity.PHOTO
    received_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyAttribute(lambda row: row.received_on + timedelta(days=30))
