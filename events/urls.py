"""Addresses of the events floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from events.feeds import views as feeds
from events.views import detail, listing, receipts, registering

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", listing.search, name="events"),
    path("events/feed.ics", feeds.calendar_of_query, name="events_calendar"),
    path("events/feed.atom", feeds.atom_of_query, name="events_atom"),
    path("events/<int:pk>.ics", feeds.calendar_of_event, name="event_calendar"),
    path("events/<int:pk>/<int:occurrence_pk>.ics", feeds.calendar_of_occurrence, name="occurrence_calendar"),
    path("organizations/<slug:slug>.ics", feeds.calendar_of_organization, name="organization_calendar"),
    path("events/<int:pk>/", detail.event, name="event"),
    path("events/<int:pk>/register/", detail.register_next, name="event_register"),
    path("events/<int:pk>/<int:occurrence_pk>/", detail.occurrence, name="occurrence"),
    path("events/<int:pk>/<int:occurrence_pk>/register/", registering.sign_up, name="register"),
    path("registrations/<str:token>/", registering.registration, name="registration"),
    path("registrations/<str:token>/cancel/", registering.cancel, name="registration_cancel"),
    path("receipts/", receipts.find, name="receipts"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/parties/", registering.parties, name="parties"),
    path(
        "desk/events/<int:pk>/<int:occurrence_pk>/parties/<int:registration_pk>/cancel/",
        registering.cancel_party,
        name="party_cancel",
    ),
]
