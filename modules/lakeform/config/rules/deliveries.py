"""Rules of `streams.deliveries`: what Firehose reads, converts, and where it writes.

Sources: Firehose developer guide, "Convert input data format", "Partition streaming data" and
"Understand custom prefixes for Amazon S3 objects"; API reference of BufferingHints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules.known import known
from lakeform.config.streams import Delivery
from lakeform.config.streams.deliveries import (
    CONVERTED,
    DeliveryKinesis,
    DeliveryTopic,
    DirectPut,
    LambdaPartition,
    QueryPartition,
    arrival_format,
)
from lakeform.config.yaml_reader import KeyPath

LEAST_MB = 64
"""MB that Firehose collects at least where it converts or finds partitions in records."""
COMPRESSIONS = {
    "json": ("none", "gzip", "snappy", "zip", "hadoop_snappy"),
    "orc": ("none", "snappy", "zlib"),
    "parquet": ("none", "gzip", "snappy"),
}
"""Format → compressions that Firehose has for it."""
MAX_KEYS = 50
"""Dynamic partition keys of a delivery."""
_INSTEAD = {
    "avro": "choose parquet or orc",
    "csv": "choose parquet, orc or json",
    "iceberg": "deliver to a zone, and let a job of `etl` merge the files into the table",
}
_KEY = re.compile(r"!\{partitionKeyFrom(Query|Lambda):(\w+)\}")


def _path(name: str, *keys: str | int) -> KeyPath:
    return ("streams", "deliveries", name, *keys)


def _format(lake: Lake, delivery: Delivery) -> str:
    table = lake.table(delivery.table or "")
    return delivery.file_format(None if table is None else table.format)


def deliveries_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """Zones, tables, streams and clusters."""
    for name, delivery in lake.streams.deliveries.items():
        yield from known(_path(name, "zone"), delivery.zone, "zone", lake.zones)
        if delivery.table is not None:
            yield from known(_path(name, "table"), delivery.table, "table", lake.tables())
        match delivery.source:
            case DeliveryKinesis(kinesis=stream):
                where = _path(name, "from", "kinesis")
                yield from known(where, stream, "stream", lake.streams.kinesis)
            case DeliveryTopic(kafka=cluster):
                where = _path(name, "from", "kafka")
                yield from known(where, cluster, "cluster", lake.streams.kafka)
        if delivery.producers and not isinstance(delivery.source, DirectPut):
            yield Fault(
                _path(name, "producers"),
                "records come from the stream, so nobody puts them here",
                "name the producers of the stream instead",
                at_key=True,
            )


def deliveries_make_known_formats(lake: Lake) -> Iterator[Fault]:
    """Parquet and ORC by a table's columns, or JSON as it comes."""
    for name, delivery in lake.streams.deliveries.items():
        table = None if delivery.table is None else lake.table(delivery.table)
        made = _format(lake, delivery)
        if table is not None and table.source is not None:
            yield Fault(
                _path(name, "table"),
                f"the table {quoted(delivery.table)} shows a stream, and has no files",
                "name a table of files, or remove it",
            )
        elif table is not None and table.format in _INSTEAD:
            yield Fault(
                _path(name, "table"),
                f"Firehose can't write {table.format} for the table {quoted(delivery.table)}",
                _INSTEAD[table.format],
            )
        elif table is not None and delivery.format not in (None, table.format):
            yield Fault(
                _path(name, "format"),
                f"the files would be {delivery.format}, and the table is {table.format}",
                "remove `format`: the table says it",
            )
        elif made in CONVERTED and delivery.table is None:
            yield Fault(
                _path(name, "format"),
                f"{made} needs the columns of a table",
                "add `table: database.table`",
            )
        elif made in COMPRESSIONS and delivery.compression not in (None, *COMPRESSIONS[made]):
            yield Fault(
                _path(name, "compression"),
                f"Firehose can't compress {made} with {delivery.compression}",
                f"one of {', '.join(COMPRESSIONS[made])}",
            )
        if delivery.timestamp_formats and made not in CONVERTED:
            yield Fault(
                _path(name, "timestamp_formats"),
                f"{made} isn't converted, so no timestamp is read",
                "remove it",
                at_key=True,
            )


def deliveries_collect_enough(lake: Lake) -> Iterator[Fault]:
    """At least 64 MB where Firehose converts, or finds partitions in the records; those are never
    written at once."""
    for name, delivery in lake.streams.deliveries.items():
        size = delivery.buffer.mb
        converts = _format(lake, delivery) in CONVERTED
        if size is not None and size < LEAST_MB and (converts or delivery.dynamic):
            why = "converts records" if converts else "finds partitions in records"
            yield Fault(
                _path(name, "buffer", "mb"),
                f"a delivery that {why} collects at least {LEAST_MB} MB, not {size}",
                f"{LEAST_MB} to 128",
            )
        if delivery.dynamic and delivery.buffer.seconds == 0:
            yield Fault(
                _path(name, "buffer", "seconds"),
                "a delivery that finds partitions in records can't write at once",
                "60 to 900",
            )


def deliveries_fill_the_partitions(lake: Lake) -> Iterator[Fault]:
    """Folders are those of the table's partition columns, in their order."""
    for name, delivery in lake.streams.deliveries.items():
        table = None if delivery.table is None else lake.table(delivery.table)
        if table is None or "!{" in (delivery.prefix or ""):
            continue
        columns = list(table.partitions)
        if delivery.partitions and list(delivery.partitions) != columns:
            wanted = ", ".join(columns) or "none"
            yield Fault(
                _path(name, "partitions"),
                f"the folders aren't the partition columns of {quoted(delivery.table)}",
                f"in this order: {wanted}",
                at_key=True,
            )
        elif not delivery.partitions:
            for column, section in table.partitions.items():
                if arrival_format(column, section.type) is None:
                    yield Fault(
                        _path(name, "table"),
                        f"nothing says which value of {quoted(column)} a record has",
                        f"add `partitions: {{{column}: {{query: .{column}}}}}`",
                    )


def deliveries_know_their_keys(lake: Lake) -> Iterator[Fault]:
    """Keys in a prefix with expressions are those of `partitions`; some come from a transform."""
    for name, delivery in lake.streams.deliveries.items():
        used = _KEY.findall(delivery.prefix or "")
        queries = [k for k, each in delivery.partitions.items() if isinstance(each, QueryPartition)]
        for kind, key in used:
            if kind == "Query" and key not in queries:
                yield Fault(
                    _path(name, "prefix"),
                    f"nothing says what the partition key {quoted(key)} is",
                    f"add `partitions: {{{key}: {{query: .{key}}}}}`",
                )
        for column in queries:
            if "!{" in (delivery.prefix or "") and ("Query", column) not in used:
                yield Fault(
                    _path(name, "partitions", column),
                    f"the prefix has expressions, and none for the partition {quoted(column)}",
                    f"add `!{{partitionKeyFromQuery:{column}}}` to the prefix",
                    at_key=True,
                )
        from_transform = any(isinstance(p, LambdaPartition) for p in delivery.partitions.values())
        if delivery.transform is None and (from_transform or any(k == "Lambda" for k, _ in used)):
            yield Fault(
                _path(name, "partitions" if from_transform else "prefix"),
                "a partition comes from the transform, and there is none",
                "add `transform`, or take the value from the record: `{query: .column}`",
                at_key=from_transform,
            )
        if len(queries) > MAX_KEYS:
            yield Fault(
                _path(name, "partitions"),
                f"{len(queries)} keys from records: Firehose takes {MAX_KEYS}",
                "keep those that queries filter by",
                at_key=True,
            )


def deliveries_keep_apart(lake: Lake) -> Iterator[Fault]:
    """Failed and original records don't lie where readers look for data."""
    for name, delivery in lake.streams.deliveries.items():
        errors = delivery.error_prefix
        if errors is not None and "!{firehose:error-output-type}" not in errors:
            yield Fault(
                _path(name, "error_prefix"),
                "Firehose wants `!{firehose:error-output-type}` in a prefix of errors",
                f"for example {errors}!{{firehose:error-output-type}}/",
            )
        table = lake.table_prefix(delivery.table or "")
        data = delivery.base_prefix(name, table).partition("!{")[0]
        for key, prefix in (("error_prefix", errors), ("originals", delivery.originals)):
            if prefix is not None and prefix.startswith(data):
                yield Fault(
                    _path(name, key),
                    f"{quoted(prefix)} lies below {quoted(data)}, where readers look for data",
                    "choose another prefix; one that starts with `_` is passed over by readers",
                )


def deliveries_write_to_the_zone_of_their_table(lake: Lake) -> Iterator[Fault]:
    """Without a prefix of its own, a delivery fills the table."""
    for name, delivery in lake.streams.deliveries.items():
        if delivery.table is None or delivery.prefix is not None:
            continue
        if lake.table(delivery.table) is None:
            continue
        zone = lake.catalog.databases[delivery.table.partition(".")[0]].zone
        if zone != delivery.zone:
            yield Fault(
                _path(name, "zone"),
                f"the table {quoted(delivery.table)} lies in the zone {quoted(zone)}",
                f"write `zone: {zone}`, or give the delivery a `prefix` of its own",
            )
