"""Columns that a table loses."""

from __future__ import annotations

from typing import Any

from changes import changed, plan
from lakeform.gate.verdict import Outcome
from lakeform.review.guards import guard

TABLE = "aws_glue_catalog_table.orders"


def table(*names: str, keys: tuple[str, ...] = ("day",)) -> dict[str, Any]:
    return {
        "name": "orders",
        "storage_descriptor": [{"columns": [{"name": name, "type": "int"} for name in names]}],
        "partition_keys": [{"name": name, "type": "date"} for name in keys],
    }


def found(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    findings = guard(plan(changed(TABLE, before, after)))
    return [(each.policy, str(each.severity), each.reason) for each in findings]


def test_a_dropped_column_is_a_finding_and_an_added_one_is_not() -> None:
    expected = [("GUARD_DESTROY_5", "medium", "drops the column price")]
    assert found(table("id", "price"), table("id")) == expected
    assert found(table("id"), table("id", "price")) == []
    assert found(table("id", "price"), table("PRICE", "id")) == []


def test_a_dropped_key_of_partitions_is_a_column_too() -> None:
    after = table("id", keys=())
    assert found(table("id"), after) == [("GUARD_DESTROY_5", "medium", "drops the column day")]


def test_columns_that_nobody_knows_yet_are_unknown() -> None:
    entry = changed(TABLE, table("id"), {"name": "orders"}, unknown={"storage_descriptor": True})
    (finding,) = guard(plan(entry))
    assert (finding.policy, finding.outcome) == ("GUARD_DESTROY_5", Outcome.UNKNOWN)
