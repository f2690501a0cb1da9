"""What people and programs type that no form expects; and forms read out of pages, as a browser reads them."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.utils import timezone

# Characters of every kind that somebody may well mean: to be kept to the letter, or refused at their field.
SIGNS = "👨‍👩‍👧𠮷葛\U000e0100山\u202ea{{7*7}}{%x%}'; DROP--%_\\\"'><script>evil()</script><img src=x onerror=evil()>"
ONE_BY_ONE = {"signs": SIGNS, "nul": "ab\x00cd"}
ALL_AT_ONCE = {
    "too long": "長" * 100_000,
    "empty": "",
    "wrong type": "abc",
    "more digits than a number has": "9" * 5000,
    "negative": "-1",
    "lines": "一行\r\nBcc: evil@example.com",
    "broken bytes": b"\xed\xa0\x80\xff".decode(errors="replace"),
    "formula": "=cmd|'/c calc'!A1",
    "full-width digits": "１２３",
    "a day that is not": "2026-02-31",
    "depth": "[" * 100_000,
}
TYPED = ("text", "email", "url", "tel", "search", "number", "date", "time", "datetime-local", "password", "textarea")
BY_KIND = {
    "email": "a@example.jp",
    "url": "https://example.jp/",
    "tel": "03-1234-5678",
    "number": "2",
    "time": "10:00",
    "hidden": "",
    "select": "",
    "checkbox": "",
    "datetime-local": "",
    "file": "",
}
BY_NAME = {
    "start": "10:00",
    "end": "11:00",
    "start_minute": "10:00",
    "end_minute": "12:00",
    "phone": "03-1234-5678",
    "contact_value": "03-1234-5678",
    "kana": "ためし",
    "more_days": "",
    "until": "",
    "apply_url": "",
    "online_url": "",
    "adult_price": "",
    "child_price": "",
}


LATER_ROWS = re.compile(r"-[1-9]\d*-")


@dataclass
class Form:
    """One form of a page: where it goes, and what it would send if it were sent now."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def names(self):
        """The fields, without the further rows of a table, which are as its first."""
        return [name for name in self.kinds if not LATER_ROWS.search(name)]

    @property
    def open(self):
        """What is answered, without what is pressed."""
        return [name for name in self.names if self.kinds[name] != "button"]

    @property
    def typed(self):
        return [name for name in self.names if self.kinds[name] in TYPED]

    def filled(self):
        """Return what it would send, with a sensible answer wherever the page leaves one open."""
        return {name: value or self.example(name) for name, value in self.values.items()}

    def example(self, name):
        kind, last = self.kinds[name], name.rpartition("-")[2]
        if last not in BY_NAME and kind == "date":
            return str(timezone.localdate() + timedelta(days=10))
        return BY_NAME.get(last, BY_KIND.get(kind, "ためし"))


class Page(HTMLParser):
    """Reads the forms that are sent by POST, and whether anything typed became markup."""

    def __init__(self, html, address=""):
        super().__init__()
        self.address, self.forms, self.runs = address, [], False
        self.form = self.area = self.select = None
        self.in_script = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        self.runs |= any(name.startswith("on") for name in said)
        self.runs |= said.get("href", "").strip().lower().startswith("javascript:")
        self.in_script = said.get("type", "script") if tag == "script" else ""
        if tag == "form":
            is_post = said.get("method", "").lower() == "post"
            self.form = Form(urljoin(self.address, said.get("action", ""))) if is_post else None
            self.forms += [self.form] if self.form else []
        elif self.form and "disabled" not in said and said.get("name") != "csrfmiddlewaretoken":
            self.part(tag, said)

    def part(self, tag, said):
        if tag == "option" and self.select:
            if said.get("value") and ("selected" in said or not self.form.values[self.select]):
                self.form.values[self.select] = said["value"]
        elif said.get("name") and tag in ("input", "select", "textarea", "button") and "formnovalidate" not in said:
            self.field(tag, said)  # a button that validates nothing only shows the form again

    def field(self, tag, said):
        name, kind = said["name"], said.get("type", "text") if tag == "input" else tag
        self.select = name if tag == "select" else None
        self.area = name if tag == "textarea" else None
        if kind in ("checkbox", "radio") and name in self.form.values and "checked" not in said:
            return
        value = said.get("value", "on" if kind in ("checkbox", "radio") else "")
        self.form.values[name] = "" if tag in ("select", "textarea") else value
        self.form.kinds[name] = kind

    def handle_data(self, data):
        if self.area:
            self.form.values[self.area] += data
        if self.in_script and not self.in_script.endswith("json"):
            self.runs |= "evil()" in data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag in ("textarea", "select"):
            self.area = self.select = None
        if tag == "script":
            self.in_script = ""


def forms_of(html, address):
    return Page(html, address).forms


def runs_script(html):
    """Tell whether anything typed has become part of the page's own markup."""
    return "evil" in html and Page(html).runs
