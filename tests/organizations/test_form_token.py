"""The hidden field that makes a form safe to send twice."""

import re

from django.template import engines

TEMPLATE = "{% load form_token %}{% form_token %}"


def token(request):
    html = engines["django"].from_string(TEMPLATE).render({}, request)
    return re.fullmatch(r'<input type="hidden" name="form_token" value="([^"]+)">', html)[1]


def test_form_token_when_a_form_is_opened_twice_then_two_tokens(rf):
    assert token(rf.get("/")) != token(rf.get("/"))


def test_form_token_when_shown_again_after_a_mistake_then_the_same(rf):
    assert token(rf.post("/", {"form_token": "abc"})) == "abc"


def test_form_token_when_somebody_sends_html_then_escaped_and_short(rf):
    assert token(rf.post("/", {"form_token": '"><script>' + "x" * 500})).startswith("&quot;&gt;&lt;script&gt;xxx")
