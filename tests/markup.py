"""What a page's HTML must keep, without a checker from outside: nesting, ids, labels, nothing inline."""

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
PHRASES_ONLY = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6"])
BLOCKS = PHRASES_ONLY | {"div", "ul", "ol", "dl", "table", "section", "article", "form", "fieldset", "nav", "aside"}
BLOCKS |= {"figure", "details", "header", "footer", "main"}
ALONE = frozenset(("a", "button"))
INSIDE = {"ul": ("li", "script"), "ol": ("li", "script"), "dl": ("div", "dt", "dd"), "tr": ("td", "th")}
TYPED = ("email", "number", "password", "search", "tel", "text", "url")
NEVER_EMPTY = ("id", "for", "href", "aria-describedby", "aria-labelledby", "lang")


class Markup(HTMLParser):
    """Read a page; ``faults`` says what is wrong with it, in the order it was met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.targets: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.faults += [f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [f"no element has the id {name}" for name in self.targets if name not in self.ids]

    def handle_starttag(self, tag, attributes):
        self._nesting(tag)
        self._attributes(tag, attributes)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        """In SVG an element may end itself."""

    def _nesting(self, tag):
        parent = self.open[-1] if self.open else ""
        if tag in BLOCKS and PHRASES_ONLY & set(self.open):
            self._fault(f"<{tag}> inside a paragraph or heading")
        if tag in ALONE and ALONE & set(self.open):
            self._fault(f"<{tag}> inside a link or button")
        if tag not in INSIDE.get(parent, (tag,)):
            self._fault(f"<{tag}> directly in <{parent}>")

    def _attributes(self, tag, attributes):
        known = dict(attributes)
        if len(known) != len(attributes):
            self._fault(f"<{tag}> says an attribute twice")
        if "style" in known or any(name.startswith("on") for name in known):
            self._fault(f"<{tag}> has something inline")
        if tag == "img" and "alt" not in known:
            self._fault("<img> without alt")
        if tag == "input" and {"placeholder", "pattern"} & set(known) and known.get("type", "text") not in TYPED:
            self._fault(f"<input type={known['type']}> with placeholder or pattern")
        for name in NEVER_EMPTY:
            if known.get(name) == "":
                self._fault(f"<{tag}> has an empty {name}")
        self.ids.update([known["id"]] if known.get("id") else [])
        for name in ("for", "aria-describedby", "aria-labelledby", "popovertarget"):
            self.targets += (known.get(name) or "").split()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self._fault(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _fault(self, words):
        self.faults.append(f"{words} (line {self.getpos()[0]})")


def faults(html: str) -> list[str]:
    return Markup(html).faults
