"""The mails that left the server, as its people would read them."""

import re
import time
from email import message_from_bytes
from email.policy import default

SPLIT = b"-" * 79
CODE = re.compile(r"^\d{6}$", re.M)


def mails_to(portal, address):
    """List the texts of the mails to one address, oldest first."""
    files = sorted((portal.var / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime)
    parts = [part.strip() for file in files for part in file.read_bytes().split(SPLIT)]
    mails = [message_from_bytes(part, policy=default) for part in parts if part]
    return [mail.get_body(("plain",)).get_content() for mail in mails if mail["To"] == address]


def wait_for_mail(portal, address, count=1):
    """Return the text of the latest mail to an address, once so many have come."""
    deadline = time.monotonic() + 30
    while len(found := mails_to(portal, address)) < count:
        assert time.monotonic() < deadline, f"no mail to {address}; {portal.log('server')}"
        time.sleep(0.1)
    return found[-1]


def code_to(portal, address):
    return CODE.search(wait_for_mail(portal, address))[0]
