"""Reads the schema of Parquet files: the only module of `config` that imports pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]
from pyarrow import types

from lakeform.config.base import quoted
from lakeform.config.schema_files.columns import ReadColumn, SchemaFileError, struct, unsupported

PRIMITIVES = {
    pyarrow.bool_(): "boolean",
    pyarrow.date32(): "date",
    pyarrow.date64(): "date",
    pyarrow.float32(): "float",
    pyarrow.float64(): "double",
    pyarrow.int8(): "tinyint",
    pyarrow.int16(): "smallint",
    pyarrow.int32(): "int",
    pyarrow.int64(): "bigint",
    pyarrow.large_string(): "string",
    pyarrow.string(): "string",
    pyarrow.string_view(): "string",
    pyarrow.uint8(): "smallint",
    pyarrow.uint16(): "int",
    pyarrow.uint32(): "bigint",
}
"""Arrow's types → Hive's. Hive has no unsigned ones: each goes into the next larger type."""

_LISTS = (types.is_list, types.is_large_list, types.is_fixed_size_list)
_BYTES = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary, types.is_binary_view)


def columns(path: Path, file: str) -> Iterator[ReadColumn]:
    """The columns of a Parquet file; only its footer is read.

    Raises:
        SchemaFileError: the file isn't Parquet, or Glue has no type for a column.
    """
    try:
        schema = pyarrow.parquet.read_schema(path)
    except OSError as error:
        raise SchemaFileError(f"{quoted(file)} can't be read: {error.strerror or error}") from error
    except pyarrow.ArrowException as error:
        line = str(error).splitlines()[0]
        raise SchemaFileError(f"{quoted(file)} isn't a Parquet file: {line}") from error
    for field in schema:
        where = f"{quoted(file)}: column {quoted(field.name)}"
        yield ReadColumn(field.name, _type(field.type, where))


def _type(kind: pyarrow.DataType, where: str) -> str:
    if kind in PRIMITIVES:
        return PRIMITIVES[kind]
    if types.is_timestamp(kind):
        return "timestamp"
    if types.is_decimal(kind) and kind.precision <= 38 and 0 <= kind.scale <= kind.precision:
        return f"decimal({kind.precision},{kind.scale})"
    if types.is_struct(kind):
        return struct(((field.name, _type(field.type, where)) for field in kind.fields), where)
    if types.is_map(kind):
        return f"map<{_type(kind.key_type, where)},{_type(kind.item_type, where)}>"
    if types.is_dictionary(kind):
        return _type(kind.value_type, where)
    if any(is_one(kind) for is_one in _LISTS):
        return f"array<{_type(kind.value_type, where)}>"
    if any(is_one(kind) for is_one in _BYTES):
        return "binary"
    raise unsupported(where, quoted(kind))
