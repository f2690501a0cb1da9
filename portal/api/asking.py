"""Groups and places that answer a question of the API; dates and events are asked for in events/services/search.py."""

from collections.abc import Callable, Mapping
from typing import Any

from organizations.models import Organization, SearchDocument
from organizations.models.registry import OrganizationQuerySet
from organizations.services.search import ids_about
from spaces.models import Space
from spaces.models.places import SpaceQuerySet

Asked = Mapping[str, Any]


def _groups_about(groups: OrganizationQuerySet, words: str) -> OrganizationQuerySet:
    return groups.named(words) | groups.filter(pk__in=ids_about(words, kind=SearchDocument.Kind.ORGANIZATION))


def _for_every_age(groups: OrganizationQuerySet, ages: list[tuple[int, int]]) -> OrganizationQuerySet:
    for first, last in ages:
        groups = groups.for_ages(first, last)
    return groups


def _with_all(spaces: SpaceQuerySet, equipment: list[str]) -> SpaceQuerySet:
    for slug in equipment:
        spaces = spaces.filter(equipment__slug=slug)
    return spaces


GROUP_WORDS: dict[str, Callable[[OrganizationQuerySet, Any], OrganizationQuerySet]] = {
    "q": _groups_about,
    "kind": lambda groups, kinds: groups.of_kind(*kinds),
    "topic": lambda groups, topics: groups.filter(topics__slug__in=topics),
    "district": lambda groups, codes: groups.in_district(*codes),
    "age": _for_every_age,
    "language": lambda groups, codes: groups.speaking(*codes),
    "tag": lambda groups, tags: groups.filter(tags__name__in=tags),
}
SPACE_WORDS: dict[str, Callable[[SpaceQuerySet, Any], SpaceQuerySet]] = {
    "q": lambda spaces, words: spaces.filter(pk__in=ids_about(words, kind=SearchDocument.Kind.SPACE)),
    "kind": lambda spaces, kinds: spaces.filter(kind__in=kinds),
    "lending": lambda spaces, ways: spaces.filter(lending__in=ways),
    "district": lambda spaces, codes: spaces.in_district(*codes),
    "equipment": _with_all,
    "people": lambda spaces, people: spaces.holding(people),
}


def find_groups(asked: Asked) -> OrganizationQuerySet:
    """Give the listed groups that answer what was asked, each once."""
    groups = Organization.objects.listed()
    for name, word in GROUP_WORDS.items():
        if asked.get(name):
            groups = word(groups, asked[name])
    return Organization.objects.filter(pk__in=groups.values("pk"))


def find_spaces(asked: Asked) -> SpaceQuerySet:
    """Give the listed rooms and drop-in places that answer what was asked."""
    spaces = Space.objects.listed()
    for name, word in SPACE_WORDS.items():
        if asked.get(name):
            spaces = word(spaces, asked[name])
    return spaces
