"""The JSON Schema of `lake.yaml` says what every key is."""

from __future__ import annotations

import pytest

from lakeform.config.base import Section
from lakeform.config.schema import Json, json_schema

SCHEMA = json_schema()
SECTIONS: dict[str, Json] = {"lake.yaml": SCHEMA, **SCHEMA["$defs"]}


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_has_a_description(name: str) -> None:
    keys = SECTIONS[name].get("properties", {})
    assert [key for key, field in keys.items() if not field.get("description")] == []


def test_every_section_may_be_empty() -> None:
    """`raw:` alone is null in YAML, and takes the defaults."""
    strict = [name for name, section in SCHEMA["$defs"].items() if section.get("type") == "object"]
    assert strict == []


def test_every_section_has_a_name_of_its_own() -> None:
    """pydantic calls two of one name by their modules, which editors then show."""

    def names(model: type[Section]) -> list[str]:
        inner = [m for m in model.__subclasses__() if m.__module__.startswith("lakeform.")]
        return [name for each in inner for name in (each.__name__, *names(each))]

    found = names(Section)
    assert sorted(set(found)) == sorted(found)
