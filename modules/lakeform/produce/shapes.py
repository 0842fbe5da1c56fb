"""The shape of records, from the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.config.catalog import Table
from lakeform.config.hive_types import parse
from lakeform.produce.record import Json, Moment
from lakeform.produce.source import Source
from lakeform.produce.values import column


class Columns:
    """Records with these columns.

    Args:
        types: column → Hive type, in the records' order.
    """

    def __init__(self, types: Mapping[str, str], source: Source) -> None:
        self._columns = {name: column(name, parse(type), source) for name, type in types.items()}

    @property
    def columns(self) -> list[str]:
        """The columns' names."""
        return [*self._columns]

    def fields(self, moment: Moment) -> dict[str, Json]:
        """A value for each column."""
        return {name: column.make(moment) for name, column in self._columns.items()}

    def outlier(self, column: str, value: Json, moment: Moment) -> Json:  # noqa: ARG002
        """A value of the type that no record has otherwise."""
        make = self._columns[column].outlier
        return None if make is None else make(moment)


def table_columns(table: Table) -> dict[str, str]:
    """Column → type of all that a record for this table holds: its partition columns too, which
    Firehose partitions by and Iceberg stores."""
    columns = {**table.columns, **table.partitions}
    return {name: column.type for name, column in columns.items()}
