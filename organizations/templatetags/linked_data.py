"""What search engines read of a page: schema.org as JSON-LD, a block of data that no browser runs."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Inside a script element only these could end it or start markup; JSON reads them the same when escaped.
UNSAFE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def linked_data(said: Mapping[str, Any]) -> SafeString:
    """Write the block; nothing in a text can end it."""
    text = json.dumps({"@context": "https://schema.org", **said}, ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
