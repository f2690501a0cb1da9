"""Addresses of the events floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from events.feeds import views as feeds
from events.views import dates, detail, editing, listing, paper, receipts, registering, review, verdicts

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
    path("events/<int:pk>/<int:occurrence_pk>/flyer/", paper.flyer, name="flyer"),
    path("events/<int:pk>/<int:occurrence_pk>/sign/", paper.sign, name="door_sign"),
    path("events/print/", paper.listing, name="events_print"),
    path("verdicts/<str:token>/", verdicts.by_link, name="verdict"),
    path("registrations/<str:token>/", registering.registration, name="registration"),
    path("registrations/<str:token>/cancel/", registering.cancel, name="registration_cancel"),
    path("receipts/", receipts.find, name="receipts"),
    path("desk/events/", editing.desk, name="event_desk"),
    path("desk/events/new/", editing.new, name="event_new"),
    path("desk/events/review/", review.queue, name="event_review"),
    path("desk/events/<int:pk>/edit/", editing.edit, name="event_edit"),
    path("desk/events/<int:pk>/copy/", editing.copy, name="event_copy"),
    path("desk/events/<int:pk>/publish/", editing.publish, name="event_publish"),
    path("desk/events/<int:pk>/archive/", editing.archive, name="event_archive"),
    path("desk/events/<int:pk>/approve/", review.approve, name="event_approve"),
    path("desk/events/<int:pk>/return/", review.send_back, name="event_return"),
    path("desk/events/<int:pk>/hosts/", dates.invite, name="event_hosts"),
    path("desk/events/<int:pk>/hosts/<int:host_pk>/remove/", dates.remove_host, name="host_remove"),
    path("desk/hosts/<int:host_pk>/", dates.answer, name="host_answer"),
    path("desk/events/<int:pk>/dates/", dates.show, name="event_dates"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/cancel/", dates.cancel, name="date_cancel"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/postpone/", dates.postpone, name="date_postpone"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/move/", dates.move, name="date_move"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/verdict/", verdicts.at_desk, name="date_verdict"),
    path("desk/events/<int:pk>/<int:occurrence_pk>/parties/", registering.parties, name="parties"),
    path(
        "desk/events/<int:pk>/<int:occurrence_pk>/parties/<int:registration_pk>/cancel/",
        registering.cancel_party,
        name="party_cancel",
    ),
]
