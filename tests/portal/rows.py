"""All rows of our own tables, to see what a request has changed."""

from django.apps import apps
from django.db import models

OURS = ("organizations", "spaces", "events", "portal")
# Rows that count how often something was tried or written, and when somebody last came; and the short address that a
# sheet of paper is given when it is first drawn, the same one ever after; and the log of who read what.
COUNTERS = ("limit", "beat", "slot", "contentversion", "papercode", "readlog")
MOVING = ("last_login",)


def own_models():
    found = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if model._meta.model_name not in COUNTERS]


def text_columns(model):
    return [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]


def everything():
    """Copy every row, by its table and number."""
    return {
        (model.__name__, row["pk"]): row
        for model in own_models()
        for row in model.objects.values("pk", *columns(model))
    }


def columns(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname not in MOVING]
