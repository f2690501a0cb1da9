"""Pictures whose people agreed only until a day: taken down everywhere, and whoever shows them is told."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.models import Host
from organizations.models import Organization, Picture
from organizations.services.content_versions import bump
from organizations.services.pictures import withdraw_lapsed_consents
from organizations.services.registry import tell_organization


@transaction.atomic
def take_down_lapsed(*, today: date) -> int:
    """Take down what was agreed to until before ``today``, and tell the groups that show it; return how many."""
    lapsed = Picture.objects.filter(consent_until__lt=today).exclude(people=Picture.People.UNSTATED)
    on_events = Host.objects.filter(role=Host.Role.LEAD, event__picture__in=lapsed)
    shown = {*on_events.values_list("organization", "event__picture")}
    shown |= {*Organization.objects.filter(picture__in=lapsed).values_list("pk", "picture")}
    pictures = {picture.pk: picture for picture in lapsed}
    groups = Organization.objects.in_bulk({group for group, _picture in shown})
    count = withdraw_lapsed_consents(today=today)
    for group, picture in sorted(shown):
        _tell(groups[group], pictures[picture])
    if count:
        bump("events", "organizations", "spaces")
    return count


def _tell(group: Organization, picture: Picture) -> None:
    tell_organization(
        organization=group,
        purpose=f"picture_lapsed_{picture.consent_until:%Y%m%d}",
        about=picture,
        subject=_("A picture has been taken down"),
        body=_("The people on it agreed until yesterday. If they agree again, say so on the event or on your page."),
    )
