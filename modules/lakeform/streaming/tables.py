"""Tables of the catalogue that show a stream instead of files."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import Lake
from lakeform.config.catalog import Table
from lakeform.config.streams.references import TopicReference
from lakeform.naming import Names


def stream_tables(lake: Lake) -> Iterator[tuple[str, str, Table]]:
    """Database, name and section of each of them, sorted."""
    for database, section in sorted(lake.catalog.databases.items()):
        for name, table in sorted(section.tables.items()):
            if table.source is not None:
                yield database, name, table


def connected_clusters(lake: Lake) -> tuple[str, ...]:
    """The clusters of `streams.kafka` that tables show topics of: Glue needs a connection to
    each."""
    tables = (table for _, _, table in stream_tables(lake))
    found = {table.source.kafka for table in tables if isinstance(table.source, TopicReference)}
    return tuple(sorted(found))


def connection_name(names: Names, cluster: str) -> str:
    """What the Glue connection to a cluster is called. No other can be: a connection's key in the
    file has no `.`."""
    return names.name(f"kafka.{cluster}")
