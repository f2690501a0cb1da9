"""Places, laid into the pages of the floor below."""

from typing import Any

from django import template
from django.utils import timezone

from organizations.models import District
from spaces.models import Facility, Space

register = template.Library()


@register.inclusion_tag("spaces/_panel.html")
def places_in_district(district: District, count: int = 12) -> dict[str, Any]:
    """Show the places of a district that can be used."""
    here = Space.objects.listed().in_district(district.code).select_related("facility", "picture")
    return {"spaces": here.prefetch_related("texts", "picture__renditions").by_kana()[:count], "code": district.code}


@register.inclusion_tag("spaces/notices/_panel.html")
def notices_of(facility: Facility, count: int = 3) -> dict[str, Any]:
    """Show what was hung last on the board of a facility."""
    hanging = facility.notices.hanging(timezone.localdate()).select_related("organization", "picture")
    return {"facility": facility, "notices": hanging.newest_first()[:count]}
