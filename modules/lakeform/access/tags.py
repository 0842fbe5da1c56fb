"""What LF-tags stand on, and which objects an expression finds.

A table has the tags of its database and a column those of its table, each of which it can override
with a value of its own (Lake Formation developer guide, "Lake Formation tag-based access control").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakeform.access.columns import Columns
from lakeform.access.expressions import Expression, matches
from lakeform.config import Lake


@dataclass(frozen=True)
class TableMatch:
    """A table of which an expression finds something.

    Attributes:
        columns: the columns that are found.
        whole: every column is found, those to come included unless they override a tag.
    """

    database: str
    table: str
    columns: Columns
    whole: bool


def matching_databases(lake: Lake, wanted: Expression) -> Iterator[str]:
    """The databases that an expression finds, sorted."""
    for name, database in sorted(lake.catalog.databases.items()):
        if matches(wanted, database.tags):
            yield name


def matching_tables(lake: Lake, wanted: Expression) -> Iterator[TableMatch]:
    """The tables, or parts of tables, that an expression finds, sorted."""
    for database_name, database in sorted(lake.catalog.databases.items()):
        for table_name, table in sorted(database.tables.items()):
            tags = {**database.tags, **table.tags}
            columns = {**table.columns, **table.partitions}
            found = [
                name for name, column in columns.items() if matches(wanted, {**tags, **column.tags})
            ]
            if matches(wanted, tags):
                rest = Columns.all_but(columns.keys() - set(found))
                yield TableMatch(database_name, table_name, rest, len(found) == len(columns))
            elif found:
                yield TableMatch(database_name, table_name, Columns.only(found), False)
