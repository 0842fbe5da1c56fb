"""Which S3 objects a Firehose makes of some records: their keys and their bytes.

Keys follow the Firehose developer guide, "Understand custom prefixes for Amazon S3 objects".
Records are delivered as they came: neither converted to columns nor sent through a Lambda function,
and of JQ only plain paths are understood (`.customer.id`).
"""

from __future__ import annotations

import datetime
import gzip
import json
import re
import secrets
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_EXPRESSION = re.compile(r"!\{(?P<space>\w+):(?P<value>[^}]*)\}")
_QUERY = re.compile(r"\s*(?P<name>\w+)\s*:\s*(?P<path>(?:\.\w+)+)\s*")
_DEFAULT_TIME = "!{timestamp:yyyy/MM/dd/HH/}"
_NO_PARTITION = "metadata-extraction-failed"
_TIME = re.compile(r"'(?P<literal>[^']*)'|(?P<field>yyyy|YYYY|MM|dd|HH|mm|ss)")
_FIELDS = {
    "yyyy": "%Y",
    "YYYY": "%Y",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}


@dataclass(frozen=True)
class Delivered:
    """An object of S3."""

    key: str
    body: bytes


def partition_paths(destination: Json) -> dict[str, tuple[str, ...]]:
    """Partition key → the path to its value in a record, of the queries that are plain paths."""
    found = {}
    for parameters in _processors(destination, "MetadataExtraction"):
        query = parameters.get("MetadataExtractionQuery", "").strip().strip("{}")
        for part in query.split(","):
            if match := _QUERY.fullmatch(part):
                found[match["name"]] = tuple(match["path"].strip(".").split("."))
    return found


def fixed_prefix(destination: Json) -> str:
    """The part of the prefix before its first expression: all objects are below it."""
    prefix: str = destination.get("Prefix", "")
    return prefix.partition("!{")[0]


def objects(
    name: str,
    version: str,
    destination: Json,
    records: Sequence[bytes],
    now: datetime.datetime,
) -> Iterator[Delivered]:
    """The objects of one delivery, one for each partition that the records name. Records that lack
    a partition's value go below the prefix for errors.

    Args:
        name, version: of the delivery stream; they are in the object's name.
        destination: an `ExtendedS3DestinationDescription`.
        now: with a time zone.
    """
    paths = partition_paths(destination)
    partitions: dict[tuple[tuple[str, str | None], ...], list[bytes]] = {}
    for record in records:
        values = tuple((key, _value(record, path)) for key, path in paths.items())
        partitions.setdefault(values, []).append(record)
    delimiter = b"\n" if any(True for _ in _processors(destination, "AppendDelimiter")) else b""
    converts = _enabled(destination.get("DataFormatConversionConfiguration"))
    if converts:
        delimiter = b"\n"  # readable, where there is no Parquet
    compressed = destination.get("CompressionFormat") == "GZIP" and not converts
    extension = ".gz" if compressed else ""
    if not converts:
        extension = destination.get("FileExtension", extension)
    local = now.astimezone(zoneinfo.ZoneInfo(destination.get("CustomTimeZone", "UTC")))
    for values, members in partitions.items():
        body = b"".join(record + delimiter for record in members)
        named = {key: value for key, value in values if value is not None}
        if len(named) == len(values):
            place = _prefix(destination.get("Prefix", ""), local, named)
        else:
            place = _prefix(destination.get("ErrorOutputPrefix", ""), local, {})
        key = f"{place}{name}-{version}-{now:%Y-%m-%d-%H-%M-%S}-{secrets.token_hex(8)}{extension}"
        yield Delivered(key, gzip.compress(body) if compressed else body)


def _enabled(block: Json | None) -> bool:
    return block is not None and bool(block.get("Enabled", True))


def _processors(destination: Json, kind: str) -> Iterator[dict[str, str]]:
    """The parameters of each processor whose type begins with `kind`."""
    processing = destination.get("ProcessingConfiguration")
    if processing is None or not _enabled(processing):
        return
    for processor in processing.get("Processors", ()):
        if processor["Type"].startswith(kind):
            given = processor.get("Parameters", ())
            yield {each["ParameterName"]: each["ParameterValue"] for each in given}


def _value(record: bytes, path: tuple[str, ...]) -> str | None:
    """What the path names in a record; None when the record has nothing there."""
    try:
        node = json.loads(record)
        for step in path:
            node = node[step]
    except (ValueError, KeyError, TypeError):
        return None
    if node is None or node == "":
        return None
    return node if isinstance(node, str) else json.dumps(node)


def _prefix(prefix: str, now: datetime.datetime, values: Mapping[str, str]) -> str:
    def evaluated(match: re.Match[str]) -> str:
        space, value = match["space"], match["value"]
        if space == "timestamp":
            return _TIME.sub(lambda part: _time(part, now), value)
        if space == "partitionKeyFromQuery" and value in values:
            return values[value]
        if (space, value) == ("firehose", "error-output-type"):
            return _NO_PARTITION
        if (space, value) == ("firehose", "random-string"):
            return secrets.token_hex(6)[:11]
        return match[0]

    whole = prefix if "!{" in prefix else prefix + _DEFAULT_TIME
    return _EXPRESSION.sub(evaluated, whole)


def _time(part: re.Match[str], now: datetime.datetime) -> str:
    """A piece of a pattern of Java's DateTimeFormatter."""
    literal: str | None = part["literal"]
    return now.strftime(_FIELDS[part["field"]]) if literal is None else literal
