"""A portal that loses its power in the middle of a draw, always at the same moment."""

import os
import signal
from importlib import import_module

from django.apps import AppConfig

TOLD = 20


class PowerCutConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self):
        notifications = import_module("events.notifications")
        tell, families = notifications.not_drawn, iter(range(1, 1000))

        def tell_until_it_is_dark(registration, place):
            tell(registration, place)
            if next(families) == TOLD:
                os.kill(os.getpid(), signal.SIGKILL)

        notifications.not_drawn = tell_until_it_is_dark
