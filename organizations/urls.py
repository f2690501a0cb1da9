"""Addresses of the organizations floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from organizations.views import districts, home, registry

urlpatterns: list[URLPattern | URLResolver] = [
    path("organizations/", registry.index, name="organizations"),
    path("organizations/join/", registry.join, name="organization_join"),
    path("organizations/<slug:slug>/", registry.show, name="organization"),
    path("organizations/<slug:slug>/edit/", registry.edit, name="organization_edit"),
    path("organizations/<slug:slug>/home/", home.show, name="organization_home"),
    path("districts/", districts.index, name="districts"),
    path("districts/<slug:code>/", districts.show, name="district"),
]
