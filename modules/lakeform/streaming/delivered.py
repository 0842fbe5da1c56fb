"""Where a Firehose writes, in which form, and what its role is granted.

Source of the prefixes: Firehose developer guide, "Understand custom prefixes for Amazon S3
objects".
"""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.catalog.principals import ServicePrincipal
from lakeform.config import Lake
from lakeform.config.governance import DatabaseGrant, TableGrant
from lakeform.config.streams import Delivery
from lakeform.config.streams.deliveries import (
    CONVERTED,
    LambdaPartition,
    QueryPartition,
    TimePartition,
    arrival_format,
)
from lakeform.naming import Names
from lakeform.streaming.names import DELIVERY

LARGE_BUFFER_MB, SMALL_BUFFER_MB = 128, 5


def file_format(lake: Lake, delivery: Delivery) -> str:
    """`json`, `parquet` or `orc`: what the delivered files are."""
    table = lake.table(delivery.table or "")
    return delivery.file_format(None if table is None else table.format)


def converts(lake: Lake, delivery: Delivery) -> bool:
    """Whether Firehose makes columns of the records."""
    return file_format(lake, delivery) in CONVERTED


def compression(lake: Lake, delivery: Delivery) -> str:
    """The compression that is asked for, or the usual one of the format."""
    if delivery.compression is not None:
        return delivery.compression
    return "snappy" if converts(lake, delivery) else "gzip"


def buffer_mb(lake: Lake, delivery: Delivery) -> int:
    """MB that are collected for an object."""
    if delivery.buffer.mb is not None:
        return delivery.buffer.mb
    large = delivery.dynamic or converts(lake, delivery)
    return LARGE_BUFFER_MB if large else SMALL_BUFFER_MB


def partitions(
    lake: Lake, delivery: Delivery
) -> Mapping[str, TimePartition | QueryPartition | LambdaPartition]:
    """Column → what its folders are called by: the file's word, or the table's columns by time."""
    table = lake.table(delivery.table or "")
    if delivery.partitions or table is None or "!{" in (delivery.prefix or ""):
        return delivery.partitions
    found = {}
    for column, section in table.partitions.items():
        if (by_time := arrival_format(column, section.type)) is not None:
            found[column] = TimePartition(time=by_time)
    return found


def prefix(lake: Lake, name: str, delivery: Delivery) -> str:
    """The prefix as Firehose takes it, expressions included."""
    base = delivery.base_prefix(name, lake.table_prefix(delivery.table or ""))
    if "!{" in base:
        return base
    folders = partitions(lake, delivery).items()
    return base + "".join(f"{column}={_expression(column, each)}/" for column, each in folders)


def _expression(column: str, each: TimePartition | QueryPartition | LambdaPartition) -> str:
    match each:
        case TimePartition():
            return f"!{{timestamp:{each.time}}}"
        case QueryPartition():
            return f"!{{partitionKeyFromQuery:{column}}}"
        case LambdaPartition():
            return f"!{{partitionKeyFromLambda:{each.from_transform}}}"


def error_prefix(name: str, delivery: Delivery) -> str:
    """The prefix of what can't be delivered. It starts with `_`, so that no reader takes it for
    data."""
    if delivery.error_prefix is not None:
        return delivery.error_prefix
    return f"_errors/{name}/!{{firehose:error-output-type}}/!{{timestamp:yyyy/MM/dd}}/"


def fixed_part(prefix: str) -> str:
    """The part of a prefix before its first expression."""
    return prefix.partition("!{")[0]


def delivery_principals(lake: Lake) -> tuple[ServicePrincipal, ...]:
    """The roles of the deliveries that convert by a table of the catalogue: they read its columns.
    The access compiler takes them as it takes personas."""
    names = Names.of(lake)
    found = []
    for name, delivery in sorted(lake.streams.deliveries.items()):
        if delivery.table is not None and converts(lake, delivery):
            database = delivery.table.partition(".")[0]
            grants = (
                DatabaseGrant(database=database, permissions=("DESCRIBE",)),
                TableGrant(table=delivery.table, permissions=("DESCRIBE", "SELECT")),
            )
            key = (DELIVERY, name)
            found.append(ServicePrincipal(key, names.role_arn(*key), grants))
    return tuple(found)
