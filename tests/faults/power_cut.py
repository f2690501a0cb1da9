"""A portal that loses its power in the middle of a draw or of a season's publication, always at the same moment."""

import os
import signal
from importlib import import_module

from django.apps import AppConfig

TOLD = 20
LETTERS = (("events.notifications", "not_drawn"), ("spaces.notifications", "season_settled"))


class PowerCutConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self):
        for module, name in LETTERS:
            go_dark_after(import_module(module), name)


def go_dark_after(notifications, name):
    tell, told = getattr(notifications, name), iter(range(1, 1000))

    def tell_until_it_is_dark(*about):
        tell(*about)
        if next(told) == TOLD:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(notifications, name, tell_until_it_is_dark)
