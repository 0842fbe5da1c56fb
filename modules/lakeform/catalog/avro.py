"""The Avro schema of a table whose columns are written in `lake.yaml`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from lakeform.config import hive_types
from lakeform.config.catalog import Column
from lakeform.config.hive_types import HiveType

Json = dict[str, object]

PRIMITIVES: dict[str, str | Json] = {
    "bigint": "long",
    "binary": "bytes",
    "boolean": "boolean",
    "date": {"type": "int", "logicalType": "date"},
    "double": "double",
    "float": "float",
    "int": "int",
    "string": "string",
    "timestamp": {"type": "long", "logicalType": "timestamp-millis"},
}


def schema(name: str, columns: Mapping[str, Column]) -> str:
    """The schema as one line of JSON: a record whose fields may all be null.

    Args:
        name: the table's name; the record is called so, as far as Avro allows.
    """
    fields = [_field(n, hive_types.parse(c.type), (name,), c.comment) for n, c in columns.items()]
    return json.dumps(_record((name,), fields), separators=(",", ":"), ensure_ascii=False)


def _record(path: tuple[str, ...], fields: list[Json]) -> Json:
    # Avro wants each record's name once: the path to it is one.
    name = re.sub(r"\W", "_", "__".join(path), flags=re.ASCII)
    return {
        "type": "record",
        "name": name if not name[0].isdigit() else f"_{name}",
        "fields": fields,
    }


def _field(name: str, kind: HiveType, path: tuple[str, ...], comment: str | None = None) -> Json:
    doc = {} if comment is None else {"doc": comment}
    return {"name": name, **doc, "type": ["null", _type(kind, (*path, name))], "default": None}


def _type(kind: HiveType, path: tuple[str, ...]) -> str | Json:
    if kind.name == "decimal":
        precision, scale = kind.numbers
        return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}
    if kind.name == "array":
        return {"type": "array", "items": ["null", _type(kind.inner[0], (*path, "item"))]}
    if kind.name == "map":
        return {"type": "map", "values": ["null", _type(kind.inner[1], (*path, "value"))]}
    if kind.name == "struct":
        pairs = zip(kind.fields, kind.inner, strict=True)
        return _record(path, [_field(name, inner, path) for name, inner in pairs])
    return PRIMITIVES[kind.name]
