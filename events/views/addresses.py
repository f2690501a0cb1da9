"""Addresses of the same question with a little changed."""

from django.http import QueryDict


def address(data: QueryDict, **changes: str | None) -> str:
    """Give the address of the same question with some values set, or taken away (None)."""
    query = data.copy()
    for name, value in {"after": None, **changes}.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def without(data: QueryDict, name: str, value: str) -> str:
    query = data.copy()
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    query.pop("after", None)
    return f"?{query.urlencode()}"


def days_only(first: str, last: str) -> dict[str, str | None]:
    """Give the change that asks for some days and for no month."""
    return {"month": None, "from": first, "to": last}
