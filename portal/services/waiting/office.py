"""What waits for departments, approvers, the plan office, the council, editors and administrators."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from organizations.models import Appointment, Delivery, Picture, Project
from organizations.templatetags.words import day_words
from portal.models import DataRequest
from portal.services.waiting.items import Item, Reader

AHEAD = timedelta(days=30)
TO_DECIDE = (Project.Status.SCREENING, Project.Status.REVIEWED, Project.Status.CONDITIONAL)
TO_EVALUATE = (Project.Status.REPORTED, Project.Status.EVALUATED)


def projects_in_hand(reader: Reader, most: int) -> Iterable[Item]:
    """The projects of the departments a person works in, or of her own; who may change one finds that on its page."""
    posts = reader.user.appointments.current(reader.today).values("organization")
    rows = Project.objects.filter(owner=reader.user) | Project.objects.filter(partners__organization__in=posts)
    for row in rows.visible_to(reader.user, reader.today).distinct().order_by("-fiscal_year", "title")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url(), badge=row.get_status_display())


def projects_to_decide(reader: Reader, most: int) -> Iterable[Item]:
    rows = Project.objects.visible_to(reader.user, reader.today).filter(status__in=TO_DECIDE)
    for row in rows.order_by("updated_at", "pk")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url(), badge=row.get_status_display())


def projects_to_evaluate(reader: Reader, most: int) -> Iterable[Item]:
    rows = Project.objects.visible_to(reader.user, reader.today).filter(status__in=TO_EVALUATE)
    for row in rows.order_by("updated_at", "pk")[:most]:
        yield Item(row.pk, row.title, row.get_absolute_url(), badge=row.get_status_display())


def data_requests(reader: Reader, most: int) -> Iterable[Item]:
    for row in DataRequest.objects.open().by_term()[:most]:
        late = row.is_late(reader.today)
        yield Item(row.pk, row.get_kind_display(), row.get_absolute_url(), meta=day_words(row.due_on), late=late)


def pages_in_hand(reader: Reader, most: int) -> Iterable[Item]:
    """Pages with words that no reader sees yet."""
    rows = Page.objects.filter(has_unpublished_changes=True, depth__gt=1)
    for row in rows.order_by("latest_revision_created_at", "pk")[:most]:
        yield Item(row.pk, row.title, reverse("wagtailadmin_pages:edit", args=[row.pk]))


def pictures_that_end(reader: Reader, most: int) -> Iterable[Item]:
    """Pictures whose people have agreed until a day that is near."""
    rows = Picture.objects.filter(consent_until__range=(reader.today, reader.today + AHEAD))
    for row in rows.order_by("consent_until", "pk")[:most]:
        href = reverse("wagtailimages:edit", args=[row.pk])
        yield Item(row.pk, row.title, href, meta=day_words(row.consent_until))


def posts_that_end(reader: Reader, most: int) -> Iterable[Item]:
    rows = Appointment.objects.filter(valid_through__range=(reader.today, reader.today + AHEAD))
    for row in rows.select_related("user", "organization").order_by("valid_through", "pk")[:most]:
        href, meta = reverse("people"), day_words(row.valid_through)
        yield Item(row.pk, row.user.name, href, meta=meta, badge=row.organization.name)


def mails_that_failed(reader: Reader, most: int) -> Iterable[Item]:
    """How many mails nobody could deliver in the last month; whom they were for is not the administrator's business."""
    failed = Delivery.objects.filter(status=Delivery.Status.FAILED, created_at__gte=reader.now - AHEAD).count()
    if failed:
        yield Item(0, _("%(count)d mails could not be delivered") % {"count": failed}, reverse("people"), late=True)
