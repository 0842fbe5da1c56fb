from collections.abc import Mapping
from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts


def without_a_filter(data: Mapping[str, Any]) -> dict[str, Any]:
    everything = [{"excluded_column_names": []}]
    return {**data, "row_filter": [{"all_rows_wildcard": [{}]}], "column_wildcard": everything}


MUTATION = Mutation(
    "aws_lakeformation_data_cells_filter.eu_orders_without_pii",
    ("table_data", 0),
    without_a_filter,
    also=frozenset({"LAKE_LF_8"}),
)
ADDRESS = "aws_lakeformation_data_cells_filter.f"
ALL_ROWS = [{"all_rows_wildcard": [{}]}]
ALL_COLUMNS = [{"excluded_column_names": []}]


def cells(**data: object) -> dict[str, Any]:
    return planned(ADDRESS, {"table_data": [{"name": "f", **data}]})


@pytest.mark.parametrize(
    "data",
    [
        {"row_filter": [{"filter_expression": "a = 1"}], "column_wildcard": ALL_COLUMNS},
        {"row_filter": ALL_ROWS, "column_wildcard": [{"excluded_column_names": ["email"]}]},
        {"row_filter": ALL_ROWS, "column_names": ["order_id"]},
    ],
)
def test_a_filter_that_leaves_something_out_passes(data: dict[str, Any]) -> None:
    assert verdicts("LAKE_LF_15", cells(**data)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "data",
    [
        {"row_filter": ALL_ROWS, "column_wildcard": ALL_COLUMNS},
        {"row_filter": [{"filter_expression": "TRUE"}], "column_wildcard": ALL_COLUMNS},
        {"column_wildcard": ALL_COLUMNS},
    ],
)
def test_a_filter_that_shows_everything_fails(data: dict[str, Any]) -> None:
    assert verdicts("LAKE_LF_15", cells(**data)) == {ADDRESS: "failed"}


def test_a_condition_known_only_after_apply_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"table_data": [{"row_filter": [{}], "column_wildcard": ALL_COLUMNS}]},
        unknown={"table_data": [{"row_filter": [{"filter_expression": True}]}]},
    )
    assert verdicts("LAKE_LF_15", later) == {ADDRESS: "unknown"}
