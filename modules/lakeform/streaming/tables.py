"""Tables of the catalogue that show a stream instead of files."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import Lake
from lakeform.config.catalog import Table
from lakeform.config.streams.references import StreamReference, TopicReference
from lakeform.naming import Names
from lakeform.streaming.names import kinesis_arn, kinesis_name


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


def location(names: Names, source: StreamReference) -> str:
    """What stands where the place of a table's files would."""
    if isinstance(source, TopicReference):
        return source.topic
    return kinesis_name(names, source.kinesis)


def parameters(names: Names, source: StreamReference) -> dict[str, str]:
    """How Glue finds the stream (Glue developer guide, "Streaming ETL jobs in AWS Glue")."""
    if isinstance(source, TopicReference):
        return {
            "connectionName": connection_name(names, source.kafka),
            "topicName": source.topic,
            "typeOfData": "kafka",
        }
    return {"streamARN": kinesis_arn(names, source.kinesis), "typeOfData": "kinesis"}


def connection_name(names: Names, cluster: str) -> str:
    """What the Glue connection to a cluster is called. No other can be: a connection's key in the
    file has no `.`."""
    return names.name(f"kafka.{cluster}")
