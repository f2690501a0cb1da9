"""Addresses of the first floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from spaces.views import bookings, doors, held, keeping, places, prices, requests, school_holidays, usage

urlpatterns: list[URLPattern | URLResolver] = [
    path("spaces/", places.index, name="spaces"),
    path("spaces/<slug:slug>/", places.detail, name="space"),
    path("spaces/<slug:slug>/book/", bookings.book, name="space_book"),
    path("spaces/<slug:slug>/door/", doors.sign, name="door_sign"),
    path("spaces/<slug:slug>/free.json", places.free_json, name="space_free"),
    path("facilities/<slug:slug>/", places.facility, name="facility"),
    path("bookings/<str:token>/", held.booking, name="booking"),
    path("bookings/<str:token>/cancel/", held.cancel, name="booking_cancel"),
    path("bookings/<str:token>/change/", held.change, name="booking_change"),
    path("bookings/<str:token>/take/", held.take, name="booking_take"),
    path("bookings/series/<str:token>/", held.series, name="booking_series"),
    path("desk/bookings/", requests.desk, name="booking_desk"),
    path("desk/bookings/<str:token>/", requests.decide, name="booking_decide"),
    path("desk/bookings/<str:token>/reduction/", prices.settle, name="booking_reduction"),
    path("desk/bookings/<str:token>/paid/", prices.paid, name="booking_paid"),
    path("desk/places/reductions/", prices.reductions, name="reductions"),
    path("desk/places/reductions/<int:pk>/remove/", prices.reduction_remove, name="reduction_remove"),
    path("desk/spaces/<slug:slug>/day-parts/", prices.day_parts_of_space, name="space_day_parts"),
    path("desk/spaces/day-parts/<int:pk>/remove/", prices.day_part_remove, name="day_part_remove"),
    path("desk/places/", keeping.index, name="places_keep"),
    path("desk/places/new/", keeping.facility_new, name="facility_new"),
    path("desk/places/closures/<int:pk>/reopen/", keeping.reopen, name="place_reopen"),
    path("desk/places/school-holidays/", school_holidays.table, name="school_holidays"),
    path("desk/places/school-holidays/<int:pk>/remove/", school_holidays.remove, name="school_holiday_remove"),
    path("desk/places/use/", usage.usage, name="space_usage"),
    path("desk/places/use.csv", usage.usage_csv, name="space_usage_csv"),
    path("desk/spaces/<slug:slug>/use/", usage.usage_of_space, name="usage_of_space"),
    path("desk/places/<slug:slug>/", keeping.facility, name="place_keep"),
    path("desk/places/<slug:slug>/edit/", keeping.facility_edit, name="facility_edit"),
    path("desk/places/<slug:slug>/hours/", keeping.hours, name="facility_hours"),
    path("desk/places/<slug:slug>/spaces/new/", keeping.space_new, name="space_new"),
    path("desk/spaces/<slug:slug>/edit/", keeping.space_edit, name="space_edit"),
    path("desk/spaces/<slug:slug>/door/", doors.counter, name="door_counter"),
    path("desk/spaces/<slug:slug>/door/room/", doors.room, name="door_room"),
    path("desk/spaces/<slug:slug>/door/month/", doors.month, name="door_month"),
]
