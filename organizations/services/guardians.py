"""The adult who answers for a children's own group."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Guardian, Organization, User
from organizations.services.papers import keep_paper


@transaction.atomic
def name_guardian(
    *,
    organization: Organization,
    name: str,
    consented_on: date,
    phone: str = "",
    email: str = "",
    paper: File[Any] | None = None,
    by: User,
) -> Guardian:
    """Write down who answers for the children, who signed when, and that ``by`` is the coordinator in charge.

    Raises ValidationError (code: not_children, no_way).
    """
    if organization.kind != Organization.Kind.CHILDREN:
        raise ValidationError(_("Only a children’s own group has a guardian."), code="not_children")
    if not (phone or email):
        raise ValidationError(_("Please give a telephone number or a mail address."), code="no_way")
    values = {"name": name, "phone": phone, "email": email, "consented_on": consented_on, "coordinator": by}
    guardian, _new = Guardian.objects.update_or_create(organization=organization, defaults=values)
    if paper is not None:
        guardian.paper = keep_paper(title=organization.name, file=paper, by=by)
        guardian.save(update_fields=["paper"])
    log(instance=organization, action="organizations.guardian", user=by)
    return guardian
