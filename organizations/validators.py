"""Questions asked about what was typed, before it is believed."""

from difflib import get_close_matches

# The mail domains most people here have; a near miss of one of them is asked about, never refused.
COMMON_DOMAINS = (
    "gmail.com",
    "yahoo.co.jp",
    "icloud.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "outlook.jp",
    "outlook.com",
    "hotmail.co.jp",
    "hotmail.com",
    "ymobile.ne.jp",
    "rakuten.jp",
)
# Real domains that only look like a slip of the pen.
REAL_DOMAINS = (
    "ymail.com",
    "mail.com",
    "gmx.com",
    "yahoo.com",
    "yahoo.ne.jp",
    "email.com",
    "me.com",
    "mac.com",
    "a.com",
)


def likely_address(email: str) -> str:
    """Return the address that was probably meant, or '' when this one looks right."""
    name, _at, domain = email.strip().lower().rpartition("@")
    if not name or domain in COMMON_DOMAINS or domain in REAL_DOMAINS:
        return ""
    near = get_close_matches(domain, COMMON_DOMAINS, n=1, cutoff=0.8)
    return f"{name}@{near[0]}" if near else ""
