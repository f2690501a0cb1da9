"""Make 汐見市, a small city that does not exist; running it again changes nothing."""

import json

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from events.models import Event, Occurrence
from organizations.models import Delivery, Need, Offer, Organization, Project
from portal.demo import (
    boards,
    coming_back,
    custody,
    editorial,
    exchange,
    happenings,
    lending,
    people,
    places,
    seasons,
    taking,
    waiting,
)
from portal.services.index import reindex
from spaces.models import Space


class Command(BaseCommand):
    help = "Make a small true-to-life city by calling the services that people's forms call. Safe to run twice."

    def handle(self, **options: object) -> None:
        with transaction.atomic():
            make_city()
        self.stdout.write(json.dumps(counts(), ensure_ascii=False))


def make_city() -> None:
    """Make what is missing. The mails of the making are dropped: nobody waits for them."""
    today = timezone.localdate()
    known = set(Delivery.objects.values_list("pk", flat=True))
    editorial.make_settings()
    places.make_vocabulary()
    places.make_places()
    lending.make_lending()
    places.make_calendar(today)
    places.make_visits(timezone.localtime())
    people.make_staff()
    people.make_groups(today)
    people.make_residents()
    happenings.make_events(today)
    boards.make_boards(today)
    exchange.make_postings()
    exchange.make_introductions()
    exchange.make_projects(today)
    custody.make_custody()
    editorial.make_pages(today)
    editorial.make_footer()
    reindex()
    Delivery.objects.exclude(pk__in=known).update(status=Delivery.Status.DROPPED)
    waiting.make_waiting(today)
    coming_back.make_reasons_to_return(today)
    taking.make_taking()
    seasons.make_seasons(today)


def counts() -> dict[str, int]:
    return {
        "organizations": Organization.objects.exclude(kind=Organization.Kind.DEPARTMENT).count(),
        "spaces": Space.objects.count(),
        "events": Event.objects.count(),
        "occurrences": Occurrence.objects.count(),
        "needs": Need.objects.count(),
        "offers": Offer.objects.count(),
        "projects": Project.objects.count(),
    }
