"""A column's values, by its Hive type and its name, as JSON.

Times are written as `2025-01-31 12:00:00.000` and dates as `2025-01-31`: Athena's JSON readers and
Firehose's conversion take both. Binary is Base64. A decimal has at most 15 digits, which every JSON
reader keeps.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lakeform.config.hive_types import HiveType
from lakeform.produce import names
from lakeform.produce.names import Range
from lakeform.produce.record import Json, Moment
from lakeform.produce.source import Source

Make = Callable[[Moment], Json]

EXACT_DIGITS = 15
"""Decimal digits that survive a double (IEEE 754, DBL_DIG)."""
INTEGERS = {"tinyint": 2**7 - 1, "smallint": 2**15 - 1, "int": 2**31 - 1, "bigint": 2**53 - 1}
"""Type → largest value that is made; of bigint, the largest that every JSON reader keeps."""
FRACTIONS = {"float": 1e30, "double": 1e300}
TEXTS = ("string", "varchar", "char")
_ANY_NUMBER = Range(0, 1000)
_FAR = 1000
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
_MOST_ITEMS = 3


@dataclass(frozen=True)
class Column:
    """A column: how its values are made, and one that is far from them, where its type has any."""

    make: Make
    outlier: Make | None = None


def column(name: str, type: HiveType, source: Source) -> Column:
    """The column of that name and type."""
    if type.name in TEXTS:
        return Column(_text(name, type, source))
    if type.name in INTEGERS:
        return _integer(name, INTEGERS[type.name], source)
    if type.name in FRACTIONS or type.name == "decimal":
        return _fraction(name, type, source)
    if type.name in ("date", "timestamp"):
        return _time(name, type, source)
    return Column(_NESTED_AND_OTHERS[type.name](name, type, source))


def write_time(at: datetime) -> str:
    """A time as Athena and Firehose read it, to the millisecond."""
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03}"


def _text(name: str, type: HiveType, source: Source) -> Make:
    make = _unlimited_text(name, source)
    if type.name == "string":
        return make
    [length] = type.numbers
    return lambda moment: str(make(moment))[:length]


def _unlimited_text(name: str, source: Source) -> Make:
    if names.is_person(name):
        return lambda _: f"{source.faker.first_name()} {source.faker.last_name()}"
    if (known := names.find(name, names.TEXTS)) is not None:
        found = known
        return lambda _: found(source)
    if (part := names.find(name, names.PARTS)) is not None:
        of_time = part
        return lambda moment: f"{of_time(moment):02}"
    if names.is_time(name):
        return lambda moment: write_time(moment.at)
    return lambda _: source.faker.word()


def _integer(name: str, most: int, source: Source) -> Column:
    if (known := names.find(name, names.NUMBERS)) is not None:
        low, high = int(known.low), int(min(known.high, most // 2))
        return _within(low, high, most, lambda _: source.random.randint(low, high))
    if name.lower() in names.COUNTERS:
        return Column(lambda moment: moment.number % most)
    if (part := names.find(name, names.PARTS)) is not None:
        return Column(lambda moment: min(part(moment), most))
    if names.is_time(name) and most >= INTEGERS["int"]:
        unit = 1 if most == INTEGERS["int"] else 1000
        return Column(lambda moment: int(moment.at.timestamp() * unit))
    if names.is_status(name) and most > max(names.STATUSES):
        low, high = min(names.STATUSES), max(names.STATUSES)
        return _within(low, high, most, lambda _: source.random.choice(names.STATUSES))
    high = int(min(_ANY_NUMBER.high, most // 2))
    return _within(0, high, most, lambda _: source.random.randint(0, high))


def _within(low: int, high: int, most: int, make: Make) -> Column:
    """A column of integers from `low` to `high`, whose type reaches to `most`."""
    far = _far_from(Range(low, high), most)
    return Column(make, None if far is None else lambda _: int(far))


def _fraction(name: str, type: HiveType, source: Source) -> Column:
    bounds = names.find(name, names.NUMBERS) or _ANY_NUMBER
    digits = bounds.digits
    if type.name == "decimal":
        most, digits = _room(type, digits)
        if most < bounds.high:
            bounds = Range(0, most)
    else:
        most = FRACTIONS[type.name]
    is_whole = type.name == "decimal" and not digits
    far = _far_from(bounds, most)

    def written(value: float) -> Json:
        return int(value) if is_whole else round(float(value), digits)

    return Column(
        lambda _: written(source.random.uniform(bounds.low, bounds.high)),
        None if far is None else lambda _: written(far),
    )


def _room(type: HiveType, digits: int) -> tuple[float, int]:
    """The largest value that is made of a decimal, and its digits after the point."""
    precision, scale = type.numbers
    whole = min(precision - scale, EXACT_DIGITS - digits)
    digits = min(scale, digits if whole else EXACT_DIGITS)
    return (10 ** (whole + digits) - 1) / 10**digits, digits


def _far_from(bounds: Range, most: float) -> float | None:
    """Far beyond the bounds and within the type: above them where there is room, else below."""
    above = min(most, (abs(bounds.high) + 1) * _FAR)
    if above >= bounds.high * 10:
        return above
    return -most if bounds.low >= 0 else None


def _time(name: str, type: HiveType, source: Source) -> Column:
    def write(at: datetime) -> str:
        return f"{at:%Y-%m-%d}" if type.name == "date" else write_time(at)

    def far(moment: Moment) -> Json:
        future = moment.at + timedelta(days=100 * 366)
        return write(future if moment.number % 2 else _LONG_AGO)

    return Column(lambda moment: write(moment.at + names.offset(name, source)), far)


def _boolean(_: str, __: HiveType, source: Source) -> Make:
    return lambda _: source.random.random() < 0.5


def _binary(_: str, __: HiveType, source: Source) -> Make:
    return lambda _: base64.b64encode(source.random.randbytes(16)).decode()


def _array(name: str, type: HiveType, source: Source) -> Make:
    item = column(name, type.inner[0], source).make
    return lambda moment: [item(moment) for _ in range(source.random.randint(0, _MOST_ITEMS))]


def _map(name: str, type: HiveType, source: Source) -> Make:
    key, value = (column(name, inner, source).make for inner in type.inner)

    def make(moment: Moment) -> Json:
        count = source.random.randint(0, _MOST_ITEMS)
        return {str(key(moment)): value(moment) for _ in range(count)}

    return make


def _struct(_: str, type: HiveType, source: Source) -> Make:
    fields = {
        field: column(field, inner, source).make
        for field, inner in zip(type.fields, type.inner, strict=True)
    }
    return lambda moment: {field: make(moment) for field, make in fields.items()}


_NESTED_AND_OTHERS = {
    "array": _array,
    "binary": _binary,
    "boolean": _boolean,
    "map": _map,
    "struct": _struct,
}
