"""Where imported facts come from, said as their licences ask."""

import re

from django import template

register = template.Library()

CREATIVE_COMMONS = re.compile(r"^CC (BY(?:-(?:SA|ND|NC))*) (\d\.\d)$")
ZERO = re.compile(r"^CC0 (\d\.\d)$")
OTHERS = {"MIT": "https://opensource.org/license/mit"}


@register.filter
def licence_href(licence: str) -> str:
    """The address of a licence known by its name; '' for any other."""
    if found := CREATIVE_COMMONS.match(licence):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/deed.ja"
    if found := ZERO.match(licence):
        return f"https://creativecommons.org/publicdomain/zero/{found[1]}/deed.ja"
    return OTHERS.get(licence, "")


@register.filter
def dataset_title(dataset: str) -> str:
    """What a dataset calls itself, without its publisher; '' when its file did not say."""
    return "" if dataset.startswith("unknown/") else dataset.rpartition("/")[2]
