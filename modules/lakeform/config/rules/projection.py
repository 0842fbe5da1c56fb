"""Rules of `catalog.databases.*.tables.*.projection`.

Source: Athena user guide, "Supported types for partition projection".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lakeform.config import hive_types
from lakeform.config.base import quoted, suggestion
from lakeform.config.catalog import DEFAULT_DATE_FORMAT, Projection, Table
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules.tables import tables
from lakeform.config.yaml_reader import KeyPath

ATTRIBUTES = {
    "date": (("range",), ("format", "interval", "unit")),
    "enum": (("values",), ()),
    "injected": ((), ()),
    "integer": (("range",), ("digits", "interval")),
}
"""Kind of projection → attributes that it needs, and others that it takes."""

COLUMN_TYPES = {
    "date": frozenset({"date", "string", "timestamp", "varchar"}),
    "enum": hive_types.PRIMITIVES - {"binary", "double", "float"},
    "injected": frozenset({"char", "string", "varchar"}),
    "integer": frozenset({"bigint", "int", "smallint", "string", "tinyint", "varchar"}),
}
"""Kind of projection → types of its column."""

_ALL_ATTRIBUTES = ("digits", "format", "interval", "range", "unit", "values")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NOW = re.compile(
    r"NOW(?:\s*[-+]\s*[0-9]+\s*(?:YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?", re.IGNORECASE
)
_DATE_PARTS = re.compile(r"'(?P<text>(?:[^']|'')*)'|(?P<letters>([A-Za-z])\3*)|(?P<other>.)")
_DIRECTIVES = {
    "yyyy": "%Y",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
}
_FINE = frozenset({"HH", "mm", "ss"})


def projections_are_complete(lake: Lake) -> Iterator[Fault]:
    """Either all partition columns are projected or none, each with what its kind needs."""
    for path, table in tables(lake):
        if not table.projection or table.format == "iceberg":
            continue
        where = (*path, "projection")
        for name in table.partitions:
            if name not in table.projection:
                yield Fault(
                    where,
                    f"the partition column {quoted(name)} isn't projected",
                    "project all partition columns or none: Athena looks up none of them then",
                    at_key=True,
                )
        for name, projection in table.projection.items():
            if name not in table.partitions:
                yield Fault(
                    (*where, name),
                    f"{quoted(name)} isn't a partition column",
                    suggestion(name, list(table.partitions), "partition columns"),
                    at_key=True,
                )
            else:
                yield from _faults((*where, name), table, name, projection)


def _faults(path: KeyPath, table: Table, name: str, projection: Projection) -> Iterator[Fault]:
    kind = projection.type
    needed, further = ATTRIBUTES[kind]
    complete = True
    for attribute in _ALL_ATTRIBUTES:
        given = getattr(projection, attribute) is not None
        if given and attribute not in (*needed, *further):
            takes = ", ".join((*needed, *further)) or "nothing"
            yield Fault(
                (*path, attribute),
                f"a projection of type {kind} has no `{attribute}`",
                f"it takes {takes}",
                at_key=True,
            )
        elif not given and attribute in needed:
            complete = False
            yield Fault(
                path,
                f"a projection of type {kind} needs `{attribute}`",
                _EXAMPLES[kind],
                at_key=True,
            )
    column = hive_types.parse(table.partitions[name].type).name
    if column not in COLUMN_TYPES[kind]:
        yield Fault(
            (*path, "type"),
            f"{quoted(name)} is {quoted(column)}, which a projection of type {kind} can't compute",
            f"its column is {', '.join(sorted(COLUMN_TYPES[kind]))}",
        )
    if not complete:
        return
    if kind == "integer":
        yield from _integer_faults(path, projection)
    elif kind == "date":
        yield from _date_faults(path, projection)
    for position, value in enumerate(projection.values or ()):
        if "," in value:
            yield Fault(
                (*path, "values", position),
                f"{quoted(value)} holds a comma, which separates the values",
                "project the column as injected",
            )


_EXAMPLES = {
    "date": "for example `range: [2024-01-01, NOW]`",
    "enum": "for example `values: [eu, us]`",
    "integer": "for example `range: [0, 23]`",
}


def _integer_faults(path: KeyPath, projection: Projection) -> Iterator[Fault]:
    values: tuple[str, ...] = projection.range or ()
    wrong = [(i, value) for i, value in enumerate(values) if not _INTEGER.fullmatch(value)]
    for position, value in wrong:
        yield Fault((*path, "range", position), f"{quoted(value)} isn't a whole number")
    if not wrong and int(values[0]) > int(values[1]):
        yield Fault((*path, "range"), f"the range ends before it starts: {' to '.join(values)}")


def _date_faults(path: KeyPath, projection: Projection) -> Iterator[Fault]:
    java = DEFAULT_DATE_FORMAT if projection.format is None else projection.format
    parts = [match.groupdict() for match in _DATE_PARTS.finditer(java)]
    strange = [p["letters"] for p in parts if p["letters"] and p["letters"] not in _DIRECTIVES]
    if strange or not any(part["letters"] for part in parts):
        yield Fault(
            (*path, "format"),
            f"{quoted(strange[0])} isn't a part of a date" if strange else "the format has no date",
            f"made of {', '.join(_DIRECTIVES)}, and texts in single quotes",
        )
        return
    if projection.unit is None and any(part["letters"] in _FINE for part in parts):
        yield Fault(
            path,
            f"the format {quoted(java)} is finer than a day, and needs `unit`",
            "for example `unit: HOURS`",
            at_key=True,
        )
    python = "".join(_directive(part) for part in parts)
    moments: list[datetime] = []
    for position, value in enumerate(projection.range or ()):
        if _NOW.fullmatch(value.strip()):
            continue
        try:
            moments.append(datetime.strptime(value, python))
        except ValueError:
            yield Fault(
                (*path, "range", position),
                f"{quoted(value)} isn't a date of the form {quoted(java)}",
                "or NOW, NOW-3MONTHS, NOW+1DAY",
            )
    if len(moments) == 2 and moments[0] > moments[1]:
        ends = " to ".join(projection.range or ())
        yield Fault((*path, "range"), f"the range ends before it starts: {ends}")


def _directive(part: dict[str, str | None]) -> str:
    if part["letters"]:
        return _DIRECTIVES[part["letters"]]
    text = part["other"] if part["other"] is not None else (part["text"] or "").replace("''", "'")
    return text.replace("%", "%%")
