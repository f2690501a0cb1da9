"""Every change of a record's state: one table of allowed moves, checked here, written down here."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User


class Movable(Protocol):
    """A record with a status and the table of its moves."""

    pk: Any
    status: str
    MOVES: Mapping[Any, Any]


Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def move(row: Row, status: str, *, action: str, by: User | None, data: Any = None, **fields: Any) -> Row:
    """Bring a record into ``status`` and set ``fields`` with it; returns the record as it is now.

    The row is read again under a lock, so of two people who decide at once the second is refused.
    Raises ValidationError (code: moved_on) when the table does not allow the move.
    """
    now: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if status not in now.MOVES[now.status]:
        raise ValidationError(
            _("This is no longer possible: it is “%(status)s” now."),
            code="moved_on",
            params={"status": now.get_status_display()},
        )
    for name, value in {"status": status, **fields}.items():
        setattr(now, name, value)
        setattr(row, name, value)
    now.save()
    log(instance=now, action=action, user=by, data=data)
    return row
