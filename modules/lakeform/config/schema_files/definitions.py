"""Schemas as the Glue Schema Registry takes them: checked in their own notation.

The only module that imports jsonschema, and only once a JSON Schema is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lakeform.config.base import quoted
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.files import locate, parse_json, read_text

MAX_DEFINITION = 170_000
"""Characters of a schema's definition (AWS Glue API reference, "SchemaDefinitionString")."""

_PROTOBUF_MESSAGE = re.compile(r"^\s*message\s+\w+\s*\{", re.MULTILINE)
_PROTOBUF_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def definition(directory: Path, file: str, notation: str) -> str:
    """The definition that a file holds, checked.

    JSON comes back on one line, so that a file that is only laid out anew registers no new version.

    Args:
        directory: folder of `lake.yaml`.
        file: the file, as `lake.yaml` names it.
        notation: `avro`, `json` or `protobuf`.

    Raises:
        SchemaFileError: the file isn't there, or isn't a schema in its notation.
    """
    text = CHECKS[notation](read_text(locate(directory, file), file), file)
    if len(text) > MAX_DEFINITION:
        raise SchemaFileError(
            f"{quoted(file)} has {len(text)} characters; the registry takes {MAX_DEFINITION}"
        )
    return text


def check_json_schema(schema: Any, file: str) -> None:
    """Check a JSON Schema against the draft that its `$schema` names.

    Raises:
        SchemaFileError: with jsonschema's words.
    """
    from jsonschema import SchemaError
    from jsonschema.validators import validator_for

    if not isinstance(schema, dict):
        raise SchemaFileError(f"the root of {quoted(file)} isn't an object", "is it a JSON Schema?")
    try:
        validator_for(schema).check_schema(schema)
    except SchemaError as error:
        raise SchemaFileError(
            f"{quoted(file)} isn't a JSON Schema: {error.json_path}: {error.message}"
        ) from error


def _avro(text: str, file: str) -> str:
    from lakeform.config.schema_files import avro

    schema = parse_json(text, file)
    avro.parse(schema, file)
    return _one_line(schema)


REGISTRY_DRAFTS = ("draft-04", "draft-06", "draft-07")
"""Versions of JSON Schema that the registry takes (AWS Glue developer guide, "AWS Glue Schema
Registry", "Schema formats")."""


def _json(text: str, file: str) -> str:
    schema = parse_json(text, file)
    check_json_schema(schema, file)
    named = str(schema.get("$schema", ""))
    if named and not any(draft in named for draft in REGISTRY_DRAFTS):
        raise SchemaFileError(
            f"{quoted(file)} follows {quoted(named)}, which the Glue Schema Registry doesn't take",
            f"it takes {', '.join(REGISTRY_DRAFTS)}: `http://json-schema.org/draft-07/schema#`",
        )
    return _one_line(schema)


def _protobuf(text: str, file: str) -> str:
    """Protobuf has no parser among our libraries: Glue checks more than this when it registers."""
    bare = _PROTOBUF_COMMENT.sub("", text)
    if _PROTOBUF_MESSAGE.search(bare) is None:
        raise SchemaFileError(
            f"{quoted(file)} has no `message`", "a Protobuf schema declares at least one message"
        )
    if bare.count("{") != bare.count("}"):
        raise SchemaFileError(
            f"{quoted(file)} opens {bare.count('{')} braces and closes {bare.count('}')}"
        )
    return text


def _one_line(schema: Any) -> str:
    return json.dumps(schema, separators=(",", ":"), ensure_ascii=False)


CHECKS: dict[str, Callable[[str, str], str]] = {
    "avro": _avro,
    "json": _json,
    "protobuf": _protobuf,
}
"""Notation → what checks a definition and gives it back as it is registered."""
