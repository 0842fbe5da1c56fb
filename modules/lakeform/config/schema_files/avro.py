"""Reads Avro schemas: the only module that imports fastavro.

Source of the types: Apache Avro 1.12 specification, "Schema Declaration" and "Logical Types".
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import fastavro.schema

from lakeform.config.base import quoted
from lakeform.config.schema_files.columns import (
    ReadColumn,
    SchemaFileError,
    comment,
    struct,
    unsupported,
)
from lakeform.config.schema_files.files import parse_json, read_text

PRIMITIVES = {
    "boolean": "boolean",
    "bytes": "binary",
    "double": "double",
    "float": "float",
    "int": "int",
    "long": "bigint",
    "string": "string",
}
LOGICAL = {
    "date": ("int", "date"),
    "local-timestamp-micros": ("long", "timestamp"),
    "local-timestamp-millis": ("long", "timestamp"),
    "local-timestamp-nanos": ("long", "timestamp"),
    "timestamp-micros": ("long", "timestamp"),
    "timestamp-millis": ("long", "timestamp"),
    "timestamp-nanos": ("long", "timestamp"),
}
"""Logical type → the type that it annotates, and Hive's. On another type it means nothing."""

Named = dict[str, Any]


def columns(path: Path, file: str) -> Iterator[ReadColumn]:
    """The fields of the record that the file describes.

    Raises:
        SchemaFileError: the file isn't an Avro schema, its root isn't a record, or Glue has no type
            for a field.
    """
    named: Named = {}
    record = parse(parse_json(read_text(path, file), file), file, named)
    if not isinstance(record, dict) or record.get("type") != "record":
        raise SchemaFileError(
            f"the root of {quoted(file)} isn't a record", "a table needs a record: its fields"
        )
    types = _Types(named)
    for field in record["fields"]:
        where = f"{quoted(file)}: field {quoted(field['name'])}"
        kind = types.of(field["type"], where, (record["name"],))
        yield ReadColumn(field["name"], kind, comment(field.get("doc")))


def parse(schema: Any, file: str, named: Named | None = None) -> Any:
    """Check a schema.

    Args:
        schema: the schema as JSON has it.
        file: what messages call it.
        named: is filled with the named types, by full name.

    Raises:
        SchemaFileError: with fastavro's words.
    """
    try:
        return fastavro.schema.parse_schema(schema, {} if named is None else named)
    except fastavro.schema.UnknownType as error:
        name = error.name.get("type") if isinstance(error.name, dict) else error.name
        why = f"the type {quoted(name)} isn't known"
    except fastavro.schema.SchemaParseException as error:
        why = str(error)
    except KeyError as error:
        why = f"{error} is missing"
    except (AttributeError, TypeError, ValueError):
        why = "a part of it has the wrong shape"
    raise SchemaFileError(f"{quoted(file)} isn't an Avro schema: {why}")


def literal(path: Path, file: str, without: Collection[str]) -> str:
    """The file's schema as one line of JSON, without the top-level fields that `without` names.

    Raises:
        SchemaFileError: as `columns` does.
    """
    schema = parse_json(read_text(path, file), file)
    kept = [field for field in schema["fields"] if field["name"].lower() not in without]
    return json.dumps({**schema, "fields": kept}, separators=(",", ":"), ensure_ascii=False)


class _Types:
    def __init__(self, named: Named) -> None:
        self._named = named

    def of(self, schema: Any, where: str, inside: tuple[str, ...]) -> str:
        """Hive's word for a type; `inside` are the records that it stands in."""
        if isinstance(schema, list):
            return self._union(schema, where, inside)
        if isinstance(schema, str):
            if schema in PRIMITIVES:
                return PRIMITIVES[schema]
            if schema == "null":
                raise unsupported(where, "a value that is always null")
            if schema in inside:
                raise unsupported(where, f"a record inside itself ({quoted(schema)})")
            return self.of(self._named[schema], where, inside)
        return self._complex(schema, where, inside)

    def _union(self, members: list[Any], where: str, inside: tuple[str, ...]) -> str:
        others = [member for member in members if member != "null"]
        if len(others) != 1:
            what = "a union of several types" if others else "a value that is always null"
            raise unsupported(where, what, 'a union of "null" and one type is a nullable column')
        return self.of(others[0], where, inside)

    def _complex(self, schema: Any, where: str, inside: tuple[str, ...]) -> str:
        kind = schema["type"]
        logical = schema.get("logicalType")
        if logical == "decimal" and kind in ("bytes", "fixed"):
            return f"decimal({schema['precision']},{schema.get('scale', 0)})"
        if logical in LOGICAL and LOGICAL[logical][0] == kind:
            return LOGICAL[logical][1]
        if kind == "record":
            name = schema["name"]
            fields = [
                (field["name"], self.of(field["type"], where, (*inside, name)))
                for field in schema["fields"]
            ]
            return struct(fields, where)
        if kind == "array":
            return f"array<{self.of(schema['items'], where, inside)}>"
        if kind == "map":
            return f"map<string,{self.of(schema['values'], where, inside)}>"
        if kind == "enum":
            return "string"
        if kind == "fixed":
            return "binary"
        return self.of(kind, where, inside)
