"""Every form that the pages of a role show."""

from tests.portal.hostile import forms_of
from tests.portal.matrix import HIDDEN, ROWS

WRITERS = ["visitor", "head", "coordinator", "administrator"]


def pages(role):
    """List the addresses that nobody before this role fills in, and for staff those they fill in for others."""
    for name, row in (ROWS | HIDDEN).items():
        first = next((writer for writer in WRITERS if row.answers[writer] == 200), None)
        for_others = role == "coordinator" and first in ("visitor", "head") and row.answers[role] == 200
        if row.method == "get" and not name.startswith(("cms/", "styleguide/")) and (first == role or for_others):
            yield row.path


def forms_for(client, role, words):
    """Collect each form once; staff's only where it asks more than a group's does."""
    found = {}
    for path in pages(role):
        address = path.format(**words)
        for form in forms_of(client.get(address).getvalue().decode(errors="replace"), address):
            if role != "coordinator" or "channel" in form.kinds or "event" not in address:
                found.setdefault((form.action, tuple(form.kinds)), form)
    return list(found.values())
