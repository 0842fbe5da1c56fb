"""Data cells filters: what each leaves to be seen of its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lakeform.plan import Mark
from lakeform.review.access.columns import ALL, Columns, all_but, only
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known, strings

FILTER = "aws_lakeformation_data_cells_filter"
DATABASE = "aws_glue_catalog_database"
TABLE = "aws_glue_catalog_table"
EVERY_ROW = ""

Key = tuple[str, str, str]
"""Of a filter: the database, the table, and its own name."""


@dataclass(frozen=True)
class Filter:
    """What a filter leaves to be seen.

    Attributes:
        rows: the expression that a row must fulfil, `EVERY_ROW` for none.
        address: of the resource; not a part of what the filter means.
    """

    columns: Columns
    rows: str
    address: str = field(compare=False)


def filters(sides: Sides, side: Side) -> Mapping[Key, Filter]:
    """All filters on one side of the plan."""
    found = {}
    for state in sides.of(side, FILTER):
        for data in state.blocks("table_data"):
            database, table = table_of(sides, state, data, "table_data", "table_name")
            found[database, table, str(data.get("name"))] = _filter(data, state.address)
    return found


def table_of(
    sides: Sides, state: State, block: Mapping[str, Any], attribute: str, key: str
) -> tuple[str, str]:
    """The database and the table that a block names, the table under `key`.

    Args:
        attribute: the outermost attribute that the block stands in.
    """
    return (
        sides.name(state, block.get("database_name"), attribute, DATABASE),
        sides.name(state, block.get(key), attribute, TABLE),
    )


def _filter(data: Mapping[str, Any], address: str) -> Filter:
    names = data.get("column_names")
    wildcard = data.get("column_wildcard")
    columns = only(strings(names)) if isinstance(names, list) and names else ALL
    if isinstance(wildcard, list) and wildcard and isinstance(wildcard[0], Mapping):
        columns = all_but(strings(wildcard[0].get("excluded_column_names")))
    filters = data.get("row_filter")
    row = filters[0] if isinstance(filters, list) and filters else {}
    text = known(row.get("filter_expression")) if isinstance(row, Mapping) else None
    unknown = isinstance(row, Mapping) and row.get("filter_expression") is Mark.UNKNOWN
    hidden = unknown and not row.get("all_rows_wildcard")
    return Filter(columns, UNKNOWN if hidden else text or EVERY_ROW, address)
