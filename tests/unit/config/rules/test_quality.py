"""Data quality rules: what is read, and what is said about the rest, word for word."""

from __future__ import annotations

import pytest

from catalogs import lake_of, said, table_in
from lakeform.config.dqdl import RULE_TYPES, DqdlError, Rule, parse
from lakeform.config.rules.quality import quality_rules_are_dqdl


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("RowCount > 0", [Rule("RowCount", ())]),
        ('IsComplete "order_id"', [Rule("IsComplete", ("order_id",))]),
        ('ColumnValues "amount" >= 0', [Rule("ColumnValues", ("amount",))]),
        ('ColumnValues "state" in ["NEW", "DONE", NULL]', [Rule("ColumnValues", ("state",))]),
        ('ColumnValues "a" not in ["x"] with threshold > 0.9', [Rule("ColumnValues", ("a",))]),
        ('ColumnValues "a" matches "[A-Z]{2}\\"?"', [Rule("ColumnValues", ("a",))]),
        ('ColumnValues "a" != NULL where "b > 5"', [Rule("ColumnValues", ("a",))]),
        ('ColumnValues "d" > (now() - 3 days)', [Rule("ColumnValues", ("d",))]),
        ('ColumnValues "d" between "2024-01-01" and "2024-12-31"', [Rule("ColumnValues", ("d",))]),
        ('DataFreshness "d" <= 24 hours', [Rule("DataFreshness", ("d",))]),
        ('RowCount between (avg(last(10)) * 0.9) and 100', [Rule("RowCount", ())]),
        ('ColumnDataType "a" = "DATE"', [Rule("ColumnDataType", ("a",))]),
        ('ColumnCorrelation "a" "b" > 0.5', [Rule("ColumnCorrelation", ("a", "b"))]),
        ('IsPrimaryKey "a" "b" "c"', [Rule("IsPrimaryKey", ("a", "b", "c"))]),
        ('CustomSql "select count(*) from primary" between 1 and 5', [
            Rule("CustomSql", ("select count(*) from primary",))]),
        ('IsComplete "a" labels = ["team"="sales", "x"="y"]', [Rule("IsComplete", ("a",))]),
        ('(IsComplete "a") and ((IsUnique "b") or (RowCount > 5))', [
            Rule("IsComplete", ("a",)), Rule("IsUnique", ("b",)), Rule("RowCount", ())]),
        ('RowCount > 5 AND IsComplete "a"', [Rule("RowCount", ()), Rule("IsComplete", ("a",))]),
        ('ReferentialIntegrity "a" "other.{a}" = 1.0', [
            Rule("ReferentialIntegrity", ("a", "other.{a}"))]),
        ('AggregateMatch "sum(a)" "sum(other.a)" >= 0.9', [
            Rule("AggregateMatch", ("sum(a)", "sum(other.a)"))]),
        ('DetectAnomalies "Completeness" "a"', [Rule("DetectAnomalies", ("Completeness", "a"))]),
        ('IsComplete "a \\" b"', [Rule("IsComplete", ('a " b',))]),
    ],
)  # fmt: skip
def test_rules_are_read(text: str, parts: list[Rule]) -> None:
    assert list(parse(text)) == parts


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the rule ends where the name of a rule type is expected", None),
        ('iscomplete "a"', "`iscomplete` isn't a rule type", "did you mean `IsComplete`?"),
        ('AllStatistics "a"', "`AllStatistics` isn't a rule type", None),
        ("IsComplete a", "`IsComplete` takes 1 parameter in double quotes, and has 0",
         'for example `IsComplete "column"`'),
        ('IsComplete "a" "b"', "`IsComplete` takes 1 parameter in double quotes, and has 2",
         'for example `IsComplete "column"`'),
        ("IsPrimaryKey", "`IsPrimaryKey` takes at least 1 parameter in double quotes, and has 0",
         'for example `IsPrimaryKey "column"`'),
        ('RowCount "a" > 0', "`RowCount` takes no parameters in double quotes, and has 1",
         "for example `RowCount > 0`"),
        ('DatasetMatch "a" = 1', "`DatasetMatch` takes 2 to 3 parameters in double quotes, and "
         "has 1", 'for example `DatasetMatch "…" "…" > 0`'),
        ('ColumnValues "a"', "`ColumnValues` needs a condition",
         'for example `ColumnValues "column" > 0`'),
        ('DataFreshness "a"', "`DataFreshness` needs a condition",
         'for example `DataFreshness "column" <= 24 hours`'),
        ('IsComplete "a', 'the quote before `a` isn\'t closed with `"`', None),
        ("IsComplete 'a'", "names and texts stand in double quotes, not in single ones", None),
        ('ColumnValues "a" in $list', "variables can't be used here", "write the value itself"),
        ('ColumnValues "a" > 5;', "`;` can't stand in a rule", None),
        ('ColumnValues "a" >', "the rule ends where a value is expected", None),
        ('ColumnValues "a" > where "x"', "`where` stands where a value is expected", None),
        ('ColumnValues "a" > = 5', "`=` stands where a value is expected", None),
        ('ColumnValues "a" > (5', "a parenthesis isn't closed", None),
        ('ColumnValues "a" in "x"', '`"x"` stands where `[` is expected', None),
        ('ColumnValues "a" in ["x"', "the rule ends where `]` is expected", None),
        ('ColumnValues "a" not > 5', "`not` stands before `between`, `in` or `matches` only", None),
        ('ColumnValues "a" between 1', "`between` needs two values joined with `and`", None),
        ('ColumnValues "a" matches x', "`x` stands where a regular expression, in quotes, is "
         "expected", None),
        ('IsComplete "a" where b', "`b` stands where a condition in SQL, in quotes, is expected",
         None),
        ('IsComplete "a" labels = [x]', "`x` stands where a label, in quotes, is expected", None),
        ('IsComplete "a" with threshold', "`with` needs a condition",
         "for example `with threshold > 0.9`"),
        ('IsComplete "a", RowCount > 0', "`,` is left over at the end",
         "write each rule as an entry of the list"),
        ('(IsComplete "a"', "the rule ends where `)` is expected", None),
        ("(" * 40, "parentheses are nested more than 32 deep", None),
    ],
)  # fmt: skip
def test_what_is_no_rule(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(DqdlError) as error:
        parse(text)
    assert error.value.message == message
    if text.startswith("All"):
        assert error.value.hint == f"one of {', '.join(sorted(RULE_TYPES))}"
    else:
        assert error.value.hint == hint


def test_rules_name_columns_of_the_table() -> None:
    lake = lake_of(
        table_in(
            """
            format: parquet
            columns: {order_id: bigint, amount: double}
            partitions: {day: date}
            quality:
            - IsComplete "order_id"
            - IsPrimaryKey "Order_Id" "dya"
            - (Mean "amuont" > 5) or (IsComplete "day")
            - CustomSql "select 1 from nowhere"
            - RowCount
            """
        )
    )
    assert said(quality_rules_are_dqdl, lake) == [
        "databases.sales.tables.orders.quality.1: the table has no column `dya`, which a quality "
        "rule names → did you mean `day`?",
        "databases.sales.tables.orders.quality.2: the table has no column `amuont`, which a "
        "quality rule names → did you mean `amount`?",
        "databases.sales.tables.orders.quality.4: `RowCount` isn't a data quality rule: `RowCount` "
        "needs a condition → for example `RowCount > 0`",
    ]


def test_a_ruleset_has_a_limit() -> None:
    table = table_in("{format: parquet, columns: {a: int}}")
    rule = f'IsComplete "a" where "{"x" * 1000}"'
    table["databases"]["sales"]["tables"]["orders"]["quality"] = [rule] * 65
    assert said(quality_rules_are_dqdl, lake_of(table)) == [
        "databases.sales.tables.orders.quality (key): the quality rules have more than 65536 "
        "characters → keep fewer, or split the table"
    ]
