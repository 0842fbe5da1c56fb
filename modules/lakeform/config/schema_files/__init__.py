"""Columns from schema files: Avro (`.avsc`), JSON Schema (`.json`) and Parquet (`.parquet`).

A table with `schema: FILE` takes its columns from that file, which lies in the folder of
`lake.yaml` or below it: a configuration can't make lakeform read, and show in a plan, a file from
elsewhere. Columns that `partitions` names are left out, because a partition's value stands in the
name of its folder.

The libraries that read the files are imported when the first such file is read: they would double
the time that `import lakeform` takes.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.schema_files.columns import ReadColumn, SchemaFileError, checked
from lakeform.config.schema_files.files import locate
from lakeform.config.yaml_reader import KeyPath

__all__ = ["SchemaFileError", "avro_literal", "inline_schemas", "read_columns"]

READERS = {".avsc": "avro", ".json": "json_schema", ".parquet": "parquet"}
"""Extension of a file → module of this package that reads it."""


def inline_schemas(data: dict[str, Any], directory: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Put the columns of schema files where a table names one.

    Args:
        data: `lake.yaml` with one environment's overrides merged, before validation; whatever has
            the wrong shape is passed over, since validation reports it. It isn't changed.
        directory: folder of `lake.yaml`.

    Returns:
        the data with `columns` beside each usable `schema`, and what is wrong with the others. Data
        that names no file is returned as it is.
    """
    faults: list[Fault] = []
    seen: dict[str, tuple[ReadColumn, ...] | SchemaFileError] = {}
    found: dict[str, dict[str, Any]] = {}
    for database, name, table in _tables(data):
        place: KeyPath = ("catalog", "databases", database, "tables", name, "schema")
        try:
            columns = _columns(table, directory, seen)
        except SchemaFileError as error:
            faults.append(Fault(place, error.message, error.hint, error.at_key))
        else:
            if columns is not None:
                found.setdefault(database, {})[name] = {**table, "columns": columns}
    return (_with_tables(data, found) if found else data), faults


def _columns(
    table: Mapping[str, Any],
    directory: Path,
    seen: dict[str, tuple[ReadColumn, ...] | SchemaFileError],
) -> dict[str, dict[str, str]] | None:
    """The columns of a table with a `schema`, without its partition columns.

    Args:
        seen: file → its columns, or why it can't be used; filled as files are read.

    Returns:
        None where `schema` isn't a text, which validation reports.
    """
    file = table["schema"]
    if not isinstance(file, str):
        return None
    if table.get("columns"):
        raise SchemaFileError(
            "both `columns` and `schema` are given", "keep one of them", at_key=True
        )
    if file not in seen:
        try:
            seen[file] = read_columns(directory, file)
        except SchemaFileError as error:
            seen[file] = error
    columns = seen[file]
    if isinstance(columns, SchemaFileError):
        raise columns
    partitions = table.get("partitions")
    names = partitions if isinstance(partitions, dict) else {}
    kept = {column.name: column.as_data() for column in columns if column.name not in names}
    if not kept:
        raise SchemaFileError(
            f"all columns of {quoted(file)} are partition columns",
            "a table needs a column of its own",
        )
    return kept


def _with_tables(data: dict[str, Any], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A copy of the data with these tables, by database; the rest is shared with the original."""
    databases = dict(data["catalog"]["databases"])
    for name, tables in found.items():
        database = databases[name]
        databases[name] = {**database, "tables": {**database["tables"], **tables}}
    return {**data, "catalog": {**data["catalog"], "databases": databases}}


def read_columns(directory: Path, file: str) -> tuple[ReadColumn, ...]:
    """The columns that a schema file describes, in its order.

    Raises:
        SchemaFileError: the file isn't there, isn't valid, or describes what Glue can't hold.
    """
    path = locate(directory, file)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SchemaFileError(
            f"{quoted(file)} isn't a schema file: its name ends with "
            f"{quoted(path.suffix) if path.suffix else 'no extension'}",
            suggestion(path.suffix.lower(), list(READERS), "one of"),
        )
    module = importlib.import_module(f"{__name__}.{reader}")
    try:
        return checked(file, module.columns(path, file))
    except RecursionError as error:
        raise SchemaFileError(f"{quoted(file)} nests types too deep") from error


def avro_literal(directory: Path, file: str, without: Collection[str]) -> str:
    """An Avro schema as one line of JSON, without the top-level fields that `without` names.

    Raises:
        SchemaFileError: as `read_columns` does.
    """
    from lakeform.config.schema_files import avro

    return avro.literal(locate(directory, file), file, without)


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The tables with a `schema`: database, name, and the table."""
    catalog = data.get("catalog")
    databases = catalog.get("databases") if isinstance(catalog, dict) else None
    for name, database in databases.items() if isinstance(databases, dict) else ():
        tables = database.get("tables") if isinstance(database, dict) else None
        for table, values in tables.items() if isinstance(tables, dict) else ():
            if isinstance(values, dict) and values.get("schema") is not None:
                yield name, table, values
