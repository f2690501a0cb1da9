"""The test settings with a power cut built in: at the twentieth family of a draw, or group of a season, all is dark."""

from portal.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.power_cut.PowerCutConfig"]
