"""The OpenAPI document of the public API, made of the bodies and of the question that the lists understand."""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import msgspec

from events.forms.search import OneOf, Parameters, Question
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
    "people": "Holds at least as many.",
    "equipment": "The word in a place's own list; several must all be there.",
    "district": "The code of a district; one of several is enough.",
    "topic": "The word of a topic; one of several is enough.",
}
DAY = r"\d{4}-\d\d-\d\d"
FORMS = {
    "from": DAY,
    "to": DAY,
    "month": r"\d{4}-\d\d",
    "age": r"\d{1,3}[ym]",
    "near": r"-?\d{1,2}(\.\d{1,20})?, ?-?\d{1,3}(\.\d{1,20})?",
    "people": r"[1-9]\d{0,3}",
}
REFUSALS = {"400": "Something in the question is not known.", "404": "Nothing public has this number."}
REF = "#/components/schemas/{name}"
HIDDEN = ("view", "literal", "after")
Schema = dict[str, Any]


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
        "paths": {path: {"get": operation} for name in LISTINGS for path, operation in _paths(name)},
        "components": {"schemas": components},
    }


def _paths(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    listing = LISTINGS[name]
    body = {"$ref": REF.format(name=listing.body.__name__)}
    page = {
        "type": "object",
        "required": ["results", "next"],
        "properties": {"results": {"type": "array", "items": body}, "next": {"type": ["string", "null"]}},
    }
    asked = [*_parameters(listing)]
    yield f"/{name}", _operation(f"list_{name}", f"List {name}, page by page.", page, asked, "400")
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    yield f"/{name}/{{id}}", _operation(f"get_{name}", f"One of the {name}, by its number.", body, [number], "404")


def _operation(name: str, summary: str, body: Schema, parameters: list[Schema], refusal: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": _json("The answer.", body),
            "304": {"description": "Unchanged since the ETag that was sent."},
            refusal: _json(REFUSALS[refusal], {"$ref": REF.format(name="Problem")}),
        },
    }


def _json(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameters(listing: Listing) -> Iterator[Schema]:
    number = {"type": "integer", "minimum": 1, "maximum": 100, "default": 30}
    yield _parameter("limit", number, "Rows on a page.")
    yield _parameter("after", {"type": "string"}, "Where the last page ended.")
    for name, field in listing.question().fields.items():
        if name not in HIDDEN:
            one = _schema(name, cast(Question, field))
            many = {"type": "array", "items": one} if isinstance(field, Parameters) else one
            yield _parameter(name, many, ABOUT.get(name, ""))


def _schema(name: str, field: Question) -> Schema:
    """Say which texts a part of the question can be: none is not asked, the city's own lists are any text here."""
    if isinstance(field.read, OneOf):
        return {"type": "string", "enum": [*field.read.meanings, ""]}
    return {"type": "string", "pattern": f"^({FORMS[name]})?$"} if name in FORMS else {"type": "string"}


def _parameter(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}
