"""People at the real server: each with a browser of her own, many at the very same moment."""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import requests

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Visitor:
    """One browser: opens a form, then sends it, as often as she likes."""

    def __init__(self, base_url):
        self.base_url = base_url
        self.session = requests.Session()
        self.hidden = {}

    def open(self, path):
        page = self.session.get(self.base_url + path, timeout=30)
        assert page.status_code == 200, page.text
        self.hidden = dict(HIDDEN.findall(page.text))
        return page

    def send(self, path, data):
        return self.session.post(self.base_url + path, data=self.hidden | data, allow_redirects=False, timeout=60)


def at_once(deeds: Iterable[Callable]):
    """Start all deeds at the same moment and return their results in order."""
    deeds = list(deeds)
    barrier = Barrier(len(deeds))

    def wait_and_do(deed):
        barrier.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(wait_and_do, deeds))
