"""Addresses of the first floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from spaces.views import bookings, places

urlpatterns: list[URLPattern | URLResolver] = [
    path("spaces/", places.index, name="spaces"),
    path("spaces/<slug:slug>/", places.detail, name="space"),
    path("spaces/<slug:slug>/book/", bookings.book, name="space_book"),
    path("spaces/<slug:slug>/free.json", places.free_json, name="space_free"),
    path("facilities/<slug:slug>/", places.facility, name="facility"),
    path("bookings/<str:token>/", bookings.booking, name="booking"),
    path("bookings/<str:token>/cancel/", bookings.cancel, name="booking_cancel"),
    path("desk/bookings/", bookings.desk, name="booking_desk"),
    path("desk/bookings/<str:token>/", bookings.decide, name="booking_decide"),
]
