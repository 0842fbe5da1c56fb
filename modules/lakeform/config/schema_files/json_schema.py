"""Reads JSON Schemas.

The root describes an object; its properties are the columns. References stay inside the file.
Source of the keywords: JSON Schema 2020-12, Core and Validation; `$schema` may name an older draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lakeform.config.base import quoted
from lakeform.config.schema_files.columns import (
    ReadColumn,
    SchemaFileError,
    comment,
    struct,
    unsupported,
)
from lakeform.config.schema_files.definitions import check_json_schema
from lakeform.config.schema_files.files import parse_json, read_text

Json = dict[str, Any]

SIMPLE = {"boolean": "boolean", "integer": "bigint", "number": "double", "string": "string"}
FORMATS = {
    ("integer", "int32"): "int",
    ("integer", "int64"): "bigint",
    ("number", "double"): "double",
    ("number", "float"): "float",
    ("string", "byte"): "binary",
    ("string", "date"): "date",
    ("string", "date-time"): "timestamp",
}
"""Type and format → Hive's type; int32, int64, float, double and byte are OpenAPI's formats."""

_COMBINATIONS = ("anyOf", "oneOf", "allOf")
_DESCRIPTIVE = frozenset({"$ref", "const", "enum", "items", "properties", "type", *_COMBINATIONS})
"""Keywords of a schema that says what a value is, not only which values are allowed."""


def columns(path: Path, file: str) -> Iterator[ReadColumn]:
    """The properties of the object that the file describes.

    Raises:
        SchemaFileError: the file isn't a JSON Schema, its root isn't an object with properties, or
            Glue has no type for a property.
    """
    root = parse_json(read_text(path, file), file)
    check_json_schema(root, file)
    types = _Types(root, file)
    schema, inside = types.resolve(root, quoted(file), ())
    properties = schema.get("properties")
    if schema.get("type", "object") != "object" or not isinstance(properties, dict):
        raise SchemaFileError(
            f"the root of {quoted(file)} isn't an object with properties",
            "a table needs an object: its properties are the columns",
        )
    for name, value in properties.items():
        where = f"{quoted(file)}: property {quoted(name)}"
        resolved, _ = types.resolve(value, where, inside)
        text = value.get("description") if isinstance(value, dict) else None
        kind = types.of(value, where, inside)
        yield ReadColumn(name, kind, comment(text or resolved.get("description")))


class _Types:
    def __init__(self, root: Json, file: str) -> None:
        self._root = root
        self._file = file

    def of(self, schema: Any, where: str, inside: tuple[str, ...]) -> str:
        """Hive's word for a type; `inside` are the references that led here."""
        schema, inside = self.resolve(schema, where, inside)
        kind = self._kind(schema, where)
        if kind == "array":
            if not isinstance(schema.get("items"), dict) or "prefixItems" in schema:
                raise unsupported(where, "an array whose items aren't all of one type")
            return f"array<{self.of(schema['items'], where, inside)}>"
        if kind == "object":
            return self._object(schema, where, inside)
        if schema.get("contentEncoding") == "base64":
            return "binary"
        return FORMATS.get((kind, str(schema.get("format"))), SIMPLE[kind])

    def _object(self, schema: Json, where: str, inside: tuple[str, ...]) -> str:
        properties = schema.get("properties")
        if properties:
            return struct(
                ((name, self.of(value, where, inside)) for name, value in properties.items()),
                where,
            )
        values = schema.get("additionalProperties")
        if isinstance(values, dict) and values:
            return f"map<string,{self.of(values, where, inside)}>"
        raise unsupported(
            where,
            "an object whose properties aren't described",
            "describe them in `properties`, or the type of all values in `additionalProperties`",
        )

    def _kind(self, schema: Json, where: str) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            others = [one for one in kind if one != "null"]
            if len(others) != 1:
                raise unsupported(where, f"one of several types ({', '.join(kind)})")
            kind = others[0]
        if kind is None:
            kind = self._kind_of_values(schema)
        if kind is None:
            raise unsupported(where, "a value of any type", "add `type`")
        if kind == "null":
            raise unsupported(where, "a value that is always null")
        return str(kind)

    def _kind_of_values(self, schema: Json) -> str | None:
        """The type of what carries values or keywords that only one type has."""
        values = [schema["const"]] if "const" in schema else schema.get("enum", [])
        if values and all(isinstance(value, str) or value is None for value in values):
            return "string"
        if "properties" in schema:
            return "object"
        return "array" if "items" in schema else None

    def resolve(
        self, schema: Any, where: str, inside: tuple[str, ...]
    ) -> tuple[Json, tuple[str, ...]]:
        """Follow `$ref`, and drop the `null` of an alternative; also the references followed."""
        if not isinstance(schema, dict):
            raise unsupported(where, "a value of any type", "describe it with `type`")
        for word in _COMBINATIONS:
            members = [one for one in schema.get(word, ()) if _describes(one)]
            if not members:
                continue  # what is left, such as `required`, restricts the value and not its type
            if len(members) > 1 or "properties" in schema:
                raise unsupported(
                    where,
                    f"`{word}` of several schemas",
                    "write them as one; one type or null is a nullable column",
                )
            return self.resolve(members[0], where, inside)
        reference = schema.get("$ref")
        if reference is None:
            return schema, inside
        if reference in inside:
            raise unsupported(where, f"an object inside itself ({quoted(reference)})")
        return self.resolve(self._target(reference, where), where, (*inside, reference))

    def _target(self, reference: str, where: str) -> Any:
        if not reference.startswith("#"):
            raise SchemaFileError(
                f"{where}: the reference {quoted(reference)} leads to another file",
                "only references inside the file, `#/$defs/NAME`, are followed",
            )
        target: Any = self._root
        for step in unquote(reference[1:]).split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, dict) or key not in target:
                raise SchemaFileError(
                    f"{where}: the reference {quoted(reference)} leads nowhere in "
                    f"{quoted(self._file)}"
                )
            target = target[key]
        return target


def _describes(schema: Any) -> bool:
    return (
        isinstance(schema, dict)
        and not _DESCRIPTIVE.isdisjoint(schema)
        and schema.get("type") != "null"
    )
