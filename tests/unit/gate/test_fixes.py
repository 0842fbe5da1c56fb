"""The line of lake.yaml that a policy offers as its fix is one that lake.yaml knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from lakeform.config.model import NOT_BUILT_YET
from lakeform.config.schema import json_schema
from lakeform.gate import Policy, load_policies
from support import ROOT

SCHEMA = json_schema()
OFFERED = [policy for policy in load_policies() if policy.fix]


def unknown_keys(written: Any, schema: Any, at: str = "") -> Iterator[str]:
    """The keys in a part of lake.yaml that none of the schema's alternatives has there."""
    forms = list(alternatives(schema))
    if isinstance(written, list):
        for item in written:
            yield from unknown_keys(item, {"anyOf": [form.get("items", {}) for form in forms]}, at)
    elif isinstance(written, dict):
        for key, value in written.items():
            below = [
                form["properties"][key] if key in form.get("properties", {}) else named
                for form in forms
                if key in form.get("properties", {})
                or isinstance(named := form.get("additionalProperties"), dict)
            ]
            if not below and key != "...":
                yield f"{at}{key}"
            else:
                yield from unknown_keys(value, {"anyOf": below}, f"{at}{key}.")


def alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:
        yield from alternatives(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    for form in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from alternatives(form)
    if "properties" in schema or "additionalProperties" in schema or "items" in schema:
        yield schema


def as_mapping(fix: str) -> Any:
    """`a.b: 1` as `{a: {b: 1}}`; `, ...` stands for what is left out."""
    path, _, rest = fix.partition(": ")
    value = yaml.safe_load(rest.replace(", ...}", "}"))
    for key in reversed(path.split(".")):
        value = {key: value}
    return value


@pytest.mark.parametrize("policy", OFFERED, ids=lambda policy: policy.id)
def test_its_keys_are_those_of_lake_yaml(policy: Policy) -> None:
    written = as_mapping(policy.fix)
    if not set(written) <= set(NOT_BUILT_YET):
        assert list(unknown_keys(written, SCHEMA)) == []


NO_LINE = {"LAKE_IAM_7": "the role of a delivery is lakeform's own"}
"""Policies that find something in examples/insecure that no line of it causes."""


def test_what_a_line_of_the_insecure_lake_breaks_another_line_heals() -> None:
    findings = (ROOT / "tests" / "data" / "insecure.txt").read_text(encoding="utf-8").splitlines()
    found = {line.split(" ")[1] for line in findings}
    policies = {policy.id for policy in load_policies()}
    without = found & policies - {policy.id for policy in OFFERED}
    assert without == set(NO_LINE)


def test_a_wrong_key_would_be_seen() -> None:
    assert list(unknown_keys(as_mapping("storage.zones.NAME.versionning: true"), SCHEMA)) == [
        "storage.zones.NAME.versionning"
    ]
    grant = "governance: {personas: {NAME: {grants: [{tabel: a.b, ...}]}}}"
    assert list(unknown_keys(as_mapping(grant), SCHEMA)) == [
        "governance.personas.NAME.grants.tabel"
    ]
