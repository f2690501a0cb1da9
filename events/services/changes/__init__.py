"""Several dates at once: this one, it and all later ones, or all that are to come.

``wishes`` is what an editor wants, ``steps`` what becomes of one date, ``rules`` what becomes of the series, ``plans``
the rehearsal and the deed.
"""

from events.services.changes.plans import Plan, change_dates, plan_change
from events.services.changes.steps import Fate, Step
from events.services.changes.wishes import Change, Place, Scope, day_minutes

__all__ = ["Change", "Fate", "Place", "Plan", "Scope", "Step", "change_dates", "day_minutes", "plan_change"]
