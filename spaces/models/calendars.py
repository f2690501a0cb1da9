"""The secret addresses under which groups read their bookings in their own calendars."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, new_token


class CalendarKey(models.Model):
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="calendar_key")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("calendar address of a group")
        verbose_name_plural = _("calendar addresses of groups")

    def __str__(self) -> str:
        return f"{self.organization_id}"
