"""What the tests of the ground floor share."""

import pytest
from django.test import Client

from tests.factories.organizations import UserFactory


@pytest.fixture
def library(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    return client
