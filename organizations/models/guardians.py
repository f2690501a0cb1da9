"""Children's own groups: the adult who answers for them, and the coordinator in charge."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.pictures import Attachment
from organizations.models.records import Purpose
from organizations.models.registry import Organization


class Guardian(models.Model):
    """Who is told, asked and named where children stand alone; never shown to anybody but staff."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Adults who answer for children’s own groups"),
        sentence=_("We reach the children’s group through you. Only place staff and coordinators see your name."),
        readers=_("place staff and coordinators"),
        kept=_("as long as the group or person takes part"),
        items=("name", "phone", "email"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name",)},
    )

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    consented_on = models.DateField(_("signed on"))
    paper = models.ForeignKey(
        Attachment, verbose_name=_("signed paper"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coordinator in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("guardian of a children’s group")
        verbose_name_plural = _("guardians of children’s groups")

    def __str__(self) -> str:
        return self.name
