"""The OpenAPI document of the public API, made of the bodies and of the question that the lists understand."""

from functools import cache
from typing import Any

import msgspec

from events.forms.search import OccurrenceSearchForm, Parameters
from portal.api.bodies import Problem
from portal.api.rows import LISTINGS, Listing

ABOUT = {
    "q": "Words as a family would type them.",
    "from": "First day, YYYY-MM-DD.",
    "to": "Last day, included.",
    "month": "YYYY-MM.",
    "day": "mon to sun.",
    "daypart": "morning, afternoon or evening, by the start.",
    "age": "2y is 24 to 35 months, 8m exactly 8; several must all fit.",
    "near": "lat,lng, rounded to 0.01 degrees.",
    "apply": "open, soon or none.",
}
REF = "#/components/schemas/{name}"
HIDDEN = ("view", "literal", "after")


@cache
def document(base: str) -> dict[str, Any]:
    """Describe every list, what it can be asked, and what it answers."""
    structs = [Problem, *(listing.body for listing in LISTINGS.values())]
    _schemas, components = msgspec.json.schema_components(structs, ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Children's network portal",
            "version": "1",
            "description": "What visitors may see, as JSON.",
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": {f"/{name}": {"get": _operation(name, listing)} for name, listing in LISTINGS.items()},
        "components": {"schemas": components},
    }


def _operation(name: str, listing: Listing) -> dict[str, Any]:
    body = {"$ref": REF.format(name=listing.body.__name__)}
    page = {
        "type": "object",
        "required": ["results", "next"],
        "properties": {"results": {"type": "array", "items": body}, "next": {"type": ["string", "null"]}},
    }
    return {
        "operationId": f"list_{name}",
        "summary": f"List {name}, page by page.",
        "parameters": [*_parameters(listing)],
        "responses": {
            "200": _json("A page of the list.", page),
            "304": {"description": "Unchanged since the ETag that was sent."},
            "400": _json("Something in the question is not known.", {"$ref": REF.format(name="Problem")}),
        },
    }


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameters(listing: Listing) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": 100, "default": 30}
    found = [_parameter("limit", number, "Rows on a page."), _parameter("after", _TEXT, "Where the last page ended.")]
    if listing.is_searched:
        for name, field in OccurrenceSearchForm().fields.items():
            many = isinstance(field, Parameters)
            if name not in HIDDEN:
                found.append(_parameter(name, _LIST if many else _TEXT, ABOUT.get(name, "")))
    return found


_TEXT: dict[str, Any] = {"type": "string"}
_LIST: dict[str, Any] = {"type": "array", "items": _TEXT}


def _parameter(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}
