"""Records that are wrong on purpose, so that what reads a stream can be tested."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from lakeform.produce.record import Anomaly, Json, Moment, Shape

Spoiled = tuple[str, Anomaly]


def as_text(fields: dict[str, Json]) -> str:
    """The record as one line of JSON."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def spoil(fields: dict[str, Json], shape: Shape, moment: Moment, draw: random.Random) -> Spoiled:
    """The record with one thing wrong, every kind as often as another; not every record has an
    outlier, and then another kind is taken."""
    kinds = [*_KINDS]
    draw.shuffle(kinds)
    for kind in kinds:
        spoiled = kind(fields, shape, moment, draw)
        if spoiled is not None:
            return spoiled
    raise AssertionError("a record can always be broken")


def _outlier(
    fields: dict[str, Json], shape: Shape, moment: Moment, draw: random.Random
) -> Spoiled | None:
    """A value of the right type that is far from all others."""
    columns = [*fields]
    draw.shuffle(columns)
    for column in columns:
        value = shape.outlier(column, fields[column], moment)
        if value is not None:
            return as_text({**fields, column: value}), Anomaly("outlier", column)
    return None


def _missing(fields: dict[str, Json], _: Shape, __: Moment, draw: random.Random) -> Spoiled:
    """A column that is null, or isn't there."""
    column = draw.choice([*fields])
    if draw.random() < 0.5:
        return as_text({**fields, column: None}), Anomaly("missing", column)
    rest = {name: value for name, value in fields.items() if name != column}
    return as_text(rest), Anomaly("missing", column)


def _malformed(fields: dict[str, Json], _: Shape, __: Moment, draw: random.Random) -> Spoiled:
    """A value of another type: a text for a number, an object for a text."""
    column = draw.choice([*fields])
    value = fields[column]
    wrong: Json = {"unexpected": value} if isinstance(value, str) else "not a value"
    return as_text({**fields, column: wrong}), Anomaly("malformed", column)


def _broken(fields: dict[str, Json], _: Shape, __: Moment, draw: random.Random) -> Spoiled:
    """A record that ends too early, and so is no JSON."""
    text = as_text(fields)
    return text[: draw.randrange(1, len(text))], Anomaly("broken", None)


_KINDS: tuple[Callable[[dict[str, Json], Shape, Moment, random.Random], Spoiled | None], ...] = (
    _outlier,
    _missing,
    _malformed,
    _broken,
)
