"""The test settings with the guard over the last places taken away."""

from portal.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.naive.NaiveConfig"]
