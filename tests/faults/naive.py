"""A portal whose guards over last places and decisions are taken away, to show that the race tests see it."""

from datetime import timedelta
from importlib import import_module
from time import sleep

from django.apps import AppConfig, apps

HESITATION = 0.1  # seconds: long enough for the other to have read the same row, so that the race is lost every time


def take_places_naively(occurrence, seats, parties=1):
    """Look first, write after: what the one UPDATE of the real service is there to prevent."""
    if occurrence.taken + seats > occurrence.capacity:
        raise import_module("events.services.places").Full(0)
    sleep(HESITATION)
    dates = apps.get_model("events", "Occurrence").objects
    dates.filter(pk=occurrence.pk).update(taken=occurrence.taken + seats)


def as_it_was(booking):
    """Trust what the page has shown: what the lock of the real service is there to prevent."""
    sleep(HESITATION)
    return booking


def nobody_else(thing, *, first, last):
    """See no piece that others hold: what the look under the lock of the real service is there to prevent."""
    return {first + timedelta(days=n): set() for n in range((last - first).days + 1)}


class NaiveConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self):
        import_module("events.services.registrations").take_places = take_places_naively
        import_module("spaces.services.holding").locked = as_it_was
        import_module("spaces.services.loans").taken_pieces = nobody_else
