"""A network of groups, needs and offers from one JSON file, for asking which offers answer which need."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from organizations.models import District, ExchangeStatus, Need, Offer, Organization

Row = Mapping[str, Any]
Sheet = TypeVar("Sheet", Need, Offer)
STATUSES = {"open": ExchangeStatus.OPEN, "paused": ExchangeStatus.PAUSED}


def load_network(network: Row) -> tuple[dict[str, Need], dict[int, str]]:
    """Write a network into an empty database; returns the needs by their id in the file, and the ids of the offers.

    Raises KeyError, TypeError or ValueError when the file is not of the form described.
    """
    districts = _load_districts(network["districts"])
    organizations = {row["id"]: _load_organization(row, districts) for row in network["organizations"]}
    needs: dict[str, Need] = {}
    offers: dict[int, str] = {}
    for row in network["postings"]:
        organization = organizations[row["organization"]]
        if row["kind"] == "need":
            needs[row["id"]] = _load_posting(Need, row, organization, districts)
        else:
            offers[_load_posting(Offer, row, organization, districts).pk] = row["id"]
    return needs, offers


def _load_districts(rows: list[Row]) -> dict[str, District]:
    districts = {row["code"]: District(code=row["code"], name=row["name"], kana=row["name"]) for row in rows}
    District.objects.bulk_create(districts.values())
    for row in rows:
        districts[row["code"]].neighbours.add(*(districts[code] for code in row["neighbours"]))
    return districts


def _load_organization(row: Row, districts: Mapping[str, District]) -> Organization:
    organization = Organization.objects.create(
        slug=row["id"],
        name=row["name"],
        kana=row["name"],
        kind=row["kind"],
        summary=row["summary"],
        purpose=row["activities"],
        status=Organization.Status.ACTIVE,
    )
    organization.districts.add(districts[row["district"]])
    return organization


def _load_posting(sheet: type[Sheet], row: Row, organization: Organization, districts: Mapping[str, District]) -> Sheet:
    ages = row["ages"] or (None, None)
    posting = sheet.objects.create(
        organization=organization,
        title=row["title"],
        text=row["body"],
        resource=row["resource"],
        quantity=row["quantity"],
        unit=row["unit"] or "",
        age_from_months=ages[0],
        age_to_months=ages[1],
        weekdays=row["weekdays"] or [],
        dayparts=row["dayparts"] or [],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        status=STATUSES.get(row["status"], ExchangeStatus.WITHDRAWN),
    )
    posting.districts.add(*(districts[code] for code in row["districts"]))
    posting.tags.set(row["tags"])
    return posting
