"""The test settings with a power cut built in: whoever tells the twentieth family of a draw is gone at once."""

from portal.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.power_cut.PowerCutConfig"]
