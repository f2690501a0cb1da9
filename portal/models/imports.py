"""A list that somebody has handed in: first only tried, then taken over, row by row and with its progress shown."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import Personal, Purpose


class ListImport(Personal):
    """One file of groups: its rows as they were read, how far it has come, what came of each."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Taking over the city’s list of groups"),
        sentence=_("The rows are kept until they have been taken over, the report for a month."),
        readers=_("coordinators"),
        kept=_("one month"),
        items=("rows", "report"),
        found_by={"name": ("file_name",)},
    )

    class Status(models.TextChoices):
        CHECKING = "checking", _("Being tried")
        CHECKED = "checked", _("Tried; nothing is changed yet")
        RUNNING = "running", _("Being taken over")
        DONE = "done", _("Taken over")
        DROPPED = "dropped", _("Not taken over")

    MOVES = {
        Status.CHECKING: (Status.CHECKED, Status.DROPPED),
        Status.CHECKED: (Status.RUNNING, Status.DROPPED),
        Status.RUNNING: (Status.DONE,),
        Status.DONE: (),
        Status.DROPPED: (),
    }

    file_name = models.CharField(_("file"), max_length=120)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.CHECKING)
    rows = models.JSONField(_("rows"), default=list)
    total = models.PositiveIntegerField(_("number of rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    report = models.JSONField(_("report"), default=dict)
    unread = models.JSONField(_("rows that could not be read"), default=list)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("list of groups handed in")
        verbose_name_plural = _("lists of groups handed in")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("list_import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.status in (self.Status.CHECKING, self.Status.RUNNING)
