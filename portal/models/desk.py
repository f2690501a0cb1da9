"""What somebody has put aside on her desk, and the views of it she has kept."""

from dataclasses import replace
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User

PURPOSE = replace(
    User.PURPOSE,
    title=_("One’s own desk"),
    sentence=_("Only you see what you keep and tick off here; it goes with your account."),
    items=(),
    found_by={"email": ("user__email",), "name": ("user__name",)},
    row_stays=False,
    afterwards={},
)


class MarkQuerySet(models.QuerySet["Mark"]):
    def hiding(self, day: date) -> Self:
        return self.filter(until__gt=day)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Mark(models.Model):
    """An item of the desk that is done for now, or put aside until a day. Taking the mark away brings it back."""

    PURPOSE = PURPOSE

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_marks")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    is_done = models.BooleanField(default=False)
    until = models.DateField(_("until"))
    made_at = models.DateTimeField(auto_now_add=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="desk_mark_once")]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A choice of what the desk shows, kept under a name."""

    PURPOSE = PURPOSE

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="desk_view_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
