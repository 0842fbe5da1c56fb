"""Rules of `catalog.databases.*.tables`: columns, types, partitions, and what a format allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lakeform.config import hive_types
from lakeform.config.base import quoted, suggestion
from lakeform.config.catalog import Column, Table
from lakeform.config.explain import Fault
from lakeform.config.hive_types import HiveType
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath

QUOTED_CSV_TYPES = frozenset({"bigint", "boolean", "double", "int", "string"})
"""Types that OpenCSVSerde reads from text (Athena user guide, "Open CSV SerDe"): a date would have
to be a number of days, a timestamp one of milliseconds."""

INDEXED_TYPES = frozenset(
    {"bigint", "char", "date", "int", "smallint", "string", "tinyint", "varchar"}
)
"""Types of the columns of a partition index (AWS Glue user guide, "Creating partition indexes")."""

MAX_PARTITION_INDEXES = 3
"""Partition indexes of a table (AWS Glue user guide, "Creating partition indexes")."""

TRANSFORMS = {
    "bucket": frozenset({"bigint", "binary", "date", "decimal", "int", "string", "timestamp"}),
    "truncate": frozenset({"bigint", "binary", "decimal", "int", "string"}),
    "year": frozenset({"date", "timestamp"}),
    "month": frozenset({"date", "timestamp"}),
    "day": frozenset({"date", "timestamp"}),
    "hour": frozenset({"timestamp"}),
    "identity": hive_types.PRIMITIVES,
}
"""Iceberg's partition transform → types that it takes (Iceberg specification, "Partition
Transforms")."""

RESERVED_PROPERTIES = {
    "EXTERNAL": "remove it: all tables of a lake are external",
    "classification": "it follows from `format`",
    "format-version": "remove it: Iceberg tables have version 2",
    "metadata_location": "remove it: the engines that write the table keep it",
    "skip.header.line.count": "write `csv: {header: true}`",
    "storage.location.template": "it follows from `location` and `partitions`",
    "table_type": "it follows from `format`",
}
"""Table parameters that lakeform writes, and what to write instead."""

_AVRO_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_INSTEAD = {"char": "string", "smallint": "int", "tinyint": "int", "varchar": "string"}

_ICEBERG_SAYS = {
    "projection": "Iceberg keeps the list of its files itself, and needs no partition projection",
    "partition_indexes": "Iceberg keeps the list of its files itself, and needs no partition index",
}


def tables(lake: Lake) -> Iterator[tuple[KeyPath, Table]]:
    """All tables, and where they stand in the file."""
    for database_name, database in lake.catalog.databases.items():
        path = ("catalog", "databases", database_name, "tables")
        for name, table in database.tables.items():
            yield (*path, name), table


def tables_have_columns(lake: Lake) -> Iterator[Fault]:
    """A table has columns, and partition columns are others."""
    for path, table in tables(lake):
        if not table.columns and table.schema_file is None:
            yield Fault(
                path,
                "the table has no columns",
                "write `columns`, or `schema` with a file that describes them",
                at_key=True,
            )
        for name in table.partitions:
            if name in table.columns:
                yield Fault(
                    (*path, "partitions", name),
                    f"{quoted(name)} is both a column and a partition column",
                    "keep it in `partitions`: its value stands in the name of a folder, not in the "
                    "files"
                    if table.format != "iceberg"
                    else "keep it in `partitions`: it becomes the table's last column",
                    at_key=True,
                )


def types_fit_the_format(lake: Lake) -> Iterator[Fault]:
    """Each format holds its own types."""
    for path, table in tables(lake):
        for name, column in table.columns.items():
            problem = _unfit(table, column.type)
            if problem is not None:
                message, hint = problem
                where = (*path, "columns", name)
                yield Fault(where, f"{quoted(name)} is {quoted(column.type)}, {message}", hint)


def names_fit_the_format(lake: Lake) -> Iterator[Fault]:
    """Avro's names are letters, digits and `_`."""
    for path, table in tables(lake):
        if table.format != "avro":
            continue
        for name, column in table.columns.items():
            for each in (name, *_field_names(hive_types.parse(column.type))):
                if _AVRO_NAME.fullmatch(each) is None:
                    yield Fault(
                        (*path, "columns", name),
                        f"{quoted(each)} can't be a name in Avro",
                        "letters, digits and `_`, starting with a letter or `_`",
                        at_key=True,
                    )


def _field_names(kind: HiveType) -> Iterator[str]:
    yield from kind.fields
    for inner in kind.inner:
        yield from _field_names(inner)


def _unfit(table: Table, text: str) -> tuple[str, str] | None:
    """Why a column's type can't stand in a table, and what to do."""
    if table.format in ("parquet", "orc") or text in ("bigint", "string"):
        return None
    kind = hive_types.parse(text)
    if table.format in ("iceberg", "avro"):
        strange = sorted(kind.names() & hive_types.NOT_IN_ICEBERG)
        name = table.format.capitalize()
        if strange:
            return f"and {name} has no {strange[0]}", f"write {_INSTEAD[strange[0]]}"
        if table.format == "iceberg":
            return None
    if table.format == "csv":
        return _unfit_csv(table, kind)
    if table.format == "json" and "binary" in kind.names():
        return "and JSON has no bytes", "write string, and decode it in queries"
    if any(key != "string" for key in _map_keys(kind)):
        return f"and {table.format.upper()} maps have strings as keys", "write map<string,…>"
    return None


def _unfit_csv(table: Table, kind: HiveType) -> tuple[str, str] | None:
    if kind.name in hive_types.NESTED:
        return "and CSV fields can't be nested", "choose json or parquet, or write string"
    if kind.name == "binary":
        return "and CSV has no bytes", "write string, and decode it in queries"
    quote = '"' if table.csv is None else table.csv.quote
    if quote is not None and kind.name not in QUOTED_CSV_TYPES:
        known = ", ".join(sorted(QUOTED_CSV_TYPES))
        return (
            "which can't be read from CSV files with quoted fields",
            f"one of {known}; or write `csv: {{quote: null}}` where no field is quoted",
        )
    return None


def _map_keys(kind: HiveType) -> Iterator[str]:
    if kind.name == "map":
        yield kind.inner[0].name
    for inner in kind.inner:
        yield from _map_keys(inner)


def partitions_have_types(lake: Lake) -> Iterator[Fault]:
    """A partition column is a value that a folder's name can hold; Iceberg transforms it."""
    for path, table in tables(lake):
        for name, column in table.partitions.items():
            where = (*path, "partitions", name)
            kind = hive_types.parse(column.type).name
            if kind in hive_types.NESTED or (kind == "binary" and table.format != "iceberg"):
                yield Fault(
                    where,
                    f"the partition column {quoted(name)} is {quoted(column.type)}",
                    "a partition column has a primitive type, and not binary",
                )
                continue
            if table.format == "iceberg" and kind in hive_types.NOT_IN_ICEBERG:
                yield Fault(
                    where,
                    f"{quoted(name)} is {quoted(column.type)}, and Iceberg has no {kind}",
                    f"write {_INSTEAD[kind]}",
                )
                continue
            if column.transform is None:
                continue
            if table.format != "iceberg":
                yield Fault(
                    (*where, "transform"),
                    f"only Iceberg tables have transforms, and this one is {table.format}",
                    "remove it: this table's folders are named by the column's own values",
                    at_key=True,
                )
                continue
            allowed = TRANSFORMS[column.transform.partition("[")[0]]
            if kind not in allowed:
                yield Fault(
                    (*where, "transform"),
                    f"{quoted(column.transform)} can't be taken of a column of type "
                    f"{quoted(column.type)}",
                    f"it takes {', '.join(sorted(allowed))}",
                )
            field = column.field_name(name)
            if field != name and (field in table.columns or field in table.partitions):
                yield Fault(
                    (*where, "transform"),
                    f"Iceberg would call the partition {quoted(field)}, as a column is called",
                    "rename that column",
                )


def options_fit_the_format(lake: Lake) -> Iterator[Fault]:
    """`csv` is for CSV, `optimize` for Iceberg; projection and indexes are for all others."""
    for path, table in tables(lake):
        if table.csv is not None and table.format != "csv":
            yield Fault(
                (*path, "csv"),
                f"CSV options are given, and the format is {table.format}",
                "remove them, or write `format: csv`",
                at_key=True,
            )
        if table.csv is not None and table.csv.delimiter in (table.csv.quote, table.csv.escape):
            yield Fault(
                (*path, "csv", "delimiter"),
                f"{quoted(table.csv.delimiter)} both separates and "
                f"{'quotes' if table.csv.delimiter == table.csv.quote else 'escapes'}",
                "use different characters",
            )
        if table.optimize and table.format != "iceberg":
            yield Fault(
                (*path, "optimize"),
                f"only Iceberg tables have optimizers, and this one is {table.format}",
                "remove them, or write `format: iceberg`",
                at_key=True,
            )
        if table.format == "iceberg":
            for key, message in _ICEBERG_SAYS.items():
                if getattr(table, key):
                    yield Fault((*path, key), message, "remove it", at_key=True)


def partition_indexes_are_possible(lake: Lake) -> Iterator[Fault]:
    """At most three, of partition columns, without repetition."""
    for path, table in tables(lake):
        if not table.partition_indexes or table.format == "iceberg":
            continue
        where = (*path, "partition_indexes")
        if len(table.partition_indexes) > MAX_PARTITION_INDEXES:
            yield Fault(
                where,
                f"{len(table.partition_indexes)} partition indexes: Glue allows "
                f"{MAX_PARTITION_INDEXES} on a table",
                "keep those that queries filter by",
                at_key=True,
            )
        seen: set[tuple[str, ...]] = set()
        for number, index in enumerate(table.partition_indexes):
            if index in seen:
                message = f"the index {quoted(', '.join(index))} is named twice"
                yield Fault((*where, number), message, "keep one")
            seen.add(index)
            yield from _index_faults((*where, number), index, table.partitions)


def _index_faults(
    path: KeyPath, index: tuple[str, ...], partitions: Mapping[str, Column]
) -> Iterator[Fault]:
    for position, name in enumerate(index):
        column = partitions.get(name)
        if column is None:
            yield Fault(
                (*path, position),
                f"{quoted(name)} isn't a partition column",
                suggestion(name, list(partitions), "partition columns"),
            )
        elif name in index[:position]:
            yield Fault(
                (*path, position), f"{quoted(name)} is named twice in an index", "name it once"
            )
        elif hive_types.parse(column.type).name not in INDEXED_TYPES:
            yield Fault(
                (*path, position),
                f"{quoted(name)} is {quoted(column.type)}, which Glue can't index",
                f"columns of an index are {', '.join(sorted(INDEXED_TYPES))}",
            )


def properties_are_free(lake: Lake) -> Iterator[Fault]:
    """`properties` doesn't set what lakeform derives from the rest of the table."""
    for path, table in tables(lake):
        for key in table.properties:
            if key in RESERVED_PROPERTIES or key.startswith("projection."):
                yield Fault(
                    (*path, "properties", key),
                    f"{quoted(key)} is written by lakeform itself",
                    RESERVED_PROPERTIES.get(key, "write `projection` in the table"),
                    at_key=True,
                )
