"""What leaves with an export: every record of the city, no secret, nothing of the machine."""

import csv
import json

import pytest
from django.apps import apps

from portal.services.exports import CUSTODY, MACHINERY, OURS, SECRETS, exported_models, write_files, write_records
from tests.factories.organizations import DistrictFactory, OrganizationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(tmp_path):
    def written(label):
        write_records(tmp_path)
        return json.loads((tmp_path / "data" / f"{label}.json").read_text())

    return written


def definitions(folder):
    write_records(folder)
    return list(csv.DictReader((folder / "definitions.csv").open(encoding="utf-8-sig")))


def test_exported_models_are_all_of_ours_but_the_machine():
    ours = {model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()}

    exported = {model.__name__ for model in exported_models() if model._meta.app_label in OURS}

    assert ours - exported == MACHINERY | CUSTODY


def test_definitions_hold_no_secret(tmp_path):
    assert SECRETS.isdisjoint(row["field"] for row in definitions(tmp_path))


def test_definitions_say_what_a_reference_refers_to(tmp_path):
    found = {row["refers_to"] for row in definitions(tmp_path) if row["file"] == "data/spaces.space.json"}

    assert "spaces.facility" in found


def test_definitions_list_the_values_of_a_choice(tmp_path):
    kinds = next(r for r in definitions(tmp_path) if (r["file"], r["field"]) == ("data/spaces.space.json", "kind"))

    assert [one.split("=")[0] for one in kinds["values"].split("; ")] == ["room", "drop_in"]


def test_records_carry_their_ties(rows):
    district, topic = DistrictFactory(), TopicFactory()
    group = OrganizationFactory()
    group.districts.add(district)
    group.topics.add(topic)

    row = next(one for one in rows("organizations.organization") if one["id"] == group.pk)

    assert (row["name"], row["districts"], row["topics"]) == (group.name, [district.pk], [topic.pk])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_records_are_a_list_whatever_their_number(rows, count):
    DistrictFactory.create_batch(count)

    assert len(rows("organizations.district")) == count


def test_records_stay_japanese_when_written(tmp_path):
    DistrictFactory(name="緑ヶ丘")

    write_records(tmp_path)

    assert "緑ヶ丘" in (tmp_path / "data" / "organizations.district.json").read_text(encoding="utf-8")


def test_files_are_none_when_no_record_names_one(tmp_path):
    assert write_files(tmp_path) == (0, [])
