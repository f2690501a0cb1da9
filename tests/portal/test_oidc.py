import json
import os
import subprocess
import sys

from django.conf import settings

ASK = """
import json
from django.test import Client
from django.urls import reverse
from allauth.socialaccount.adapter import get_adapter
print(json.dumps([reverse("openid_connect_login", args=["city"]), get_adapter().is_open_for_signup(None, None)]))
"""
PROVIDER = {"OIDC_SERVER_URL": "https://id.city.example.jp", "OIDC_CLIENT_ID": "portal", "OIDC_SECRET": "s"}


def ask(**environment):
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ASK],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_provider_when_the_city_names_it_is_reached_and_makes_no_new_people():
    said = json.loads(ask(**PROVIDER).stdout.splitlines()[-1])

    assert said == ["/accounts/oidc/city/login/", False]


def test_provider_half_named_is_not_there():
    answer = ask(**{name: value for name, value in PROVIDER.items() if name != "OIDC_SECRET"})

    assert "NoReverseMatch" in answer.stderr
