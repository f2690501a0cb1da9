import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings

OURS = Path(settings.BASE_DIR) / "portal/locale_wagtail/ja/LC_MESSAGES"
THEIRS = Path(wagtail.__file__).parent
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def sentences(path, locale):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=locale) if message.id]


def places(text):
    return set(PLACE.findall(" ".join(text) if isinstance(text, tuple | list) else text))


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_sentence_we_add_is_one_that_wagtail_says(domain):
    english = {m.id for path in THEIRS.rglob(f"locale/en/LC_MESSAGES/{domain}.po") for m in sentences(path, "en")}

    assert [m.id for m in sentences(OURS / f"{domain}.po", "ja") if m.id not in english] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_sentence_we_add_names_a_value_that_wagtail_does_not_give(domain):
    ours = sentences(OURS / f"{domain}.po", "ja")

    assert [m.id for m in ours if not places(m.string) <= places(m.id)] == []
    assert [m.id for m in ours if isinstance(m.id, str) and places(m.id) != places(m.string)] == []
