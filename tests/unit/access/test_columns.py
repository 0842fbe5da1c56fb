"""Sets of columns, held against what they mean on tables of all kinds."""

from __future__ import annotations

from itertools import combinations, product

from lakeform.access.columns import ALL_COLUMNS, NO_COLUMNS, Columns

NAMES = ("a", "b", "c")
SETS = [
    make(names)
    for size in range(len(NAMES) + 1)
    for names in combinations(NAMES, size)
    for make in (Columns.only, Columns.all_but)
]
PAIRS = list(product(SETS, SETS))
EVERY_TABLE = (*NAMES, "added later")


def meant(columns: Columns) -> set[str]:
    """The columns that are meant, of a table that has gained one since."""
    named = set(columns.names)
    return set(EVERY_TABLE) - named if columns.excluding else named


def test_a_union_means_the_columns_of_both() -> None:
    for one, other in PAIRS:
        assert meant(one | other) == meant(one) | meant(other)
        assert one | other == other | one


def test_covering_is_having_all_columns_of_the_other() -> None:
    for one, other in PAIRS:
        assert one.covers(other) == (meant(other) <= meant(one)), (one, other)


def test_equal_sets_are_equal_however_they_were_written() -> None:
    assert Columns.only(["b", "a", "b"]) == Columns.only(["a", "b"])
    assert Columns.only(NAMES) != ALL_COLUMNS, "a column that is added later is the difference"


def test_sets_as_people_read_them() -> None:
    texts = [str(c) for c in (ALL_COLUMNS, NO_COLUMNS, Columns.only("ba"), Columns.all_but("c"))]
    assert texts == ["all", "none", "a, b", "all but c"]
