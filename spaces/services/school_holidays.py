"""The city's own table of school holidays, which rules of events may leave out."""

from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from organizations.models import User
from organizations.services.content_versions import bump
from spaces.models import SchoolHoliday


@transaction.atomic
def add_school_holiday(*, name: str, first: date, last: date, by: User | None) -> SchoolHoliday:
    """Note school holidays from ``first`` to ``last``, both included. Dates written down before stay as they are."""
    holiday = SchoolHoliday.objects.create(name=name, starts_on=first, ends_on=last)
    log(holiday, "spaces.school_holiday.add", user=by, data={"name": name})
    bump("spaces")
    return holiday


@transaction.atomic
def remove_school_holiday(*, holiday: SchoolHoliday, by: User | None) -> None:
    """Take school holidays off the table."""
    log(holiday, "spaces.school_holiday.remove", user=by, data={"name": holiday.name})
    holiday.delete()
    bump("spaces")
