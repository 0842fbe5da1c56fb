"""Rules of `catalog.databases.*.tables.*.quality`: data quality rules in DQDL."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import dqdl
from lakeform.config.base import quoted, suggestion
from lakeform.config.catalog import Table
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules.tables import tables
from lakeform.config.yaml_reader import KeyPath

MAX_RULESET = 65_536
"""Characters of a ruleset (AWS Glue API reference, "DataQualityRulesetString")."""


def quality_rules_are_dqdl(lake: Lake) -> Iterator[Fault]:
    """Each rule has a type, parameters and a condition, and names columns that exist."""
    for path, table in tables(lake):
        for index, rule in enumerate(table.quality):
            yield from _faults(rule, (*path, "quality", index), table)
        if sum(map(len, table.quality)) + 4 * len(table.quality) + 16 > MAX_RULESET:
            yield Fault(
                (*path, "quality"),
                f"the quality rules have more than {MAX_RULESET} characters",
                "keep fewer, or split the table",
                at_key=True,
            )


def _faults(text: str, path: KeyPath, table: Table) -> Iterator[Fault]:
    try:
        parts = dqdl.parse(text)
    except dqdl.DqdlError as error:
        yield Fault(path, f"{quoted(text)} isn't a data quality rule: {error.message}", error.hint)
        return
    known = [*table.columns, *table.partitions]
    if not table.columns:
        return  # what its schema file holds isn't known; that has a fault of its own
    for part in parts:
        for column in part.columns:
            if column.lower() not in known:
                yield Fault(
                    path,
                    f"the table has no column {quoted(column)}, which a quality rule names",
                    suggestion(column, known, "columns"),
                )
