"""Rules of partition projection: what each says, word for word."""

from __future__ import annotations

import pytest

from catalogs import lake_of, said, table_in
from lakeform.config.rules.projection import projections_are_complete

P = "databases.sales.tables.orders.projection"


def problems(partitions: str, projection: str) -> list[str]:
    text = f"{{format: json, columns: {{a: int}}, partitions: {{{partitions}}}, "
    lake = lake_of(table_in(text + f"projection: {{{projection}}}}}"))
    return [problem.removeprefix(P) for problem in said(projections_are_complete, lake)]


def test_all_partition_columns_are_projected_or_none() -> None:
    assert problems("day: date, region: string", "day: {type: date, range: [NOW-1YEAR, NOW]}") == [
        " (key): the partition column `region` isn't projected → project all partition columns or "
        "none: Athena looks up none of them then"
    ]
    assert problems("day: date", "") == []


def test_only_partition_columns_are_projected() -> None:
    assert problems("day: string", "day: {type: injected}, dya: {type: injected}") == [
        ".dya (key): `dya` isn't a partition column → did you mean `day`?"
    ]


@pytest.mark.parametrize(
    ("type", "projection", "said_of_it"),
    [
        (
            "date",
            "type: date",
            [
                " (key): a projection of type date needs `range` → for example "
                "`range: [2024-01-01, NOW]`"
            ],
        ),
        (
            "string",
            "type: enum",
            [" (key): a projection of type enum needs `values` → for example `values: [eu, us]`"],
        ),
        (
            "int",
            "type: integer, digits: 2",
            [" (key): a projection of type integer needs `range` → for example `range: [0, 23]`"],
        ),
        (
            "string",
            "type: injected, values: [a], format: yyyy",
            [
                ".format (key): a projection of type injected has no `format` → it takes nothing",
                ".values (key): a projection of type injected has no `values` → it takes nothing",
            ],
        ),
        (
            "int",
            "type: integer, range: [1, 2], unit: DAYS",
            [
                ".unit (key): a projection of type integer has no `unit` → it takes range, digits, "
                "interval"
            ],
        ),
        (
            "int",
            "type: date, range: ['2024-01-01', NOW]",
            [
                ".type: `d` is `int`, which a projection of type date can't compute → its column "
                "is date, string, timestamp, varchar"
            ],
        ),
        (
            "date",
            "type: injected",
            [
                ".type: `d` is `date`, which a projection of type injected can't compute → its "
                "column is char, string, varchar"
            ],
        ),
        ("int", "type: integer, range: [a, 5]", [".range.0: `a` isn't a whole number"]),
        (
            "int",
            "type: integer, range: [9, 5]",
            [".range: the range ends before it starts: 9 to 5"],
        ),
        (
            "string",
            "type: enum, values: [a, 'b,c']",
            [
                ".values.1: `b,c` holds a comma, which separates the values → project the column "
                "as injected"
            ],
        ),
        (
            "date",
            "type: date, range: [20240101, NOW]",
            [
                ".range.0: `20240101` isn't a date of the form `yyyy-MM-dd` → or NOW, NOW-3MONTHS, "
                "NOW+1DAY"
            ],
        ),
        (
            "date",
            "type: date, range: ['2024-02-01', '2024-01-31']",
            [".range: the range ends before it starts: 2024-02-01 to 2024-01-31"],
        ),
        (
            "date",
            "type: date, range: ['2024-02-30', NOW]",
            [
                ".range.0: `2024-02-30` isn't a date of the form `yyyy-MM-dd` → or NOW, "
                "NOW-3MONTHS, NOW+1DAY"
            ],
        ),
        (
            "string",
            "type: date, format: YYYY-MM-DD, range: [NOW, NOW]",
            [
                ".format: `YYYY` isn't a part of a date → made of yyyy, MM, dd, HH, mm, ss, and "
                "texts in single quotes"
            ],
        ),
        (
            "string",
            "type: date, format: '--', range: [NOW, NOW]",
            [
                ".format: the format has no date → made of yyyy, MM, dd, HH, mm, ss, and texts in "
                "single quotes"
            ],
        ),
        (
            "string",
            "type: date, format: yyyy/MM/dd/HH, range: [NOW-2DAYS, NOW]",
            [
                " (key): the format `yyyy/MM/dd/HH` is finer than a day, and needs `unit` → for "
                "example `unit: HOURS`"
            ],
        ),
    ],
)
def test_what_a_projection_lacks(type: str, projection: str, said_of_it: list[str]) -> None:
    assert problems(f"d: {type}", f"d: {{{projection}}}") == [f".d{text}" for text in said_of_it]


@pytest.mark.parametrize(
    ("type", "projection"),
    [
        ("date", "type: date, range: ['2024-01-01', NOW]"),
        ("timestamp", "type: date, range: ['2024-01-01', 'NOW + 3 DAYS'], interval: 2, unit: DAYS"),
        ("string", "type: date, range: [2024/01/31/23, NOW], format: yyyy/MM/dd/HH, unit: HOURS"),
        ("string", "type: date, range: [\"o'clock 2024\", NOW], format: \"'o''clock 'yyyy\""),
        ("string", "type: date, range: [100%2024, NOW], format: 100%yyyy"),
        ("int", "type: integer, range: [-5, 23], digits: 2, interval: 3"),
        ("string", "type: enum, values: [eu, 7]"),
        ("string", "type: injected"),
    ],
)
def test_what_is_complete(type: str, projection: str) -> None:
    assert problems(f"d: {type}", f"d: {{{projection}}}") == []
