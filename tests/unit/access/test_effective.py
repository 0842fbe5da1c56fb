"""Effective access: exact rows, with LF-tags resolved as Lake Formation does it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from governed import CATALOG, granted, lake_with, values
from lakeform.access import HEADER, access_rows, effective, format_table
from lakeform.config.model import Lake
from support import lake_from

PUBLIC = {"tags": {"sensitivity": ["public"]}, "permissions": ["SELECT"]}
INTERNAL = {"tags": {"sensitivity": "internal"}, "permissions": ["SELECT"]}
ADMIN = ("acme-dev-deploy", "everything", "DATA_LOCATION_ACCESS, DESCRIBE, GRANT", "", "")


def rows(lake: Lake, who: str = "analyst") -> list[str]:
    """`what: may (columns) [rows] ← through` of one principal."""
    found = []
    for _, what, may, columns, which, through in access_rows(lake, who=who):
        extent = f" ({columns}) [{which}]" if columns else ""
        found.append(f"{what}: {may}{extent} ← {through}")
    return found


def test_named_grants() -> None:
    lake = granted(
        "{database: sales, permissions: [ALTER, CREATE_TABLE]}",
        "{table: sales.orders, except_columns: [email], permissions: [SELECT]}",
        "{table: web.clicks, permissions: [INSERT]}",
        "{location: raw, grantable: true}",
    )
    assert rows(lake) == [
        "sales: ALTER, CREATE_TABLE ← grants[0]",
        "sales.orders: SELECT (all but email) [all] ← grants[1]",
        "web.clicks: INSERT ← grants[2]",
        "zone raw: DATA_LOCATION_ACCESS+grant ← grants[3]",
    ]


def test_a_filter_shows_its_rows_and_columns() -> None:
    lake = granted(
        "{filter: eu}",
        "{filter: names}",
        filters={
            "eu": {"table": "sales.orders", "rows": "region = 'EU'", "except_columns": ["email"]},
            "names": {"table": "sales.orders", "columns": ["order_id", "region"]},
        },
    )
    assert rows(lake) == [
        "sales.orders: SELECT (all but email) [region = 'EU'] ← grants[0]: filter eu",
        "sales.orders: SELECT (order_id, region) [all] ← grants[1]: filter names",
    ]


def test_tags_are_inherited_from_database_to_table_to_column_and_overridden() -> None:
    lake = granted("{tags: {domain: sales, sensitivity: internal}, permissions: [SELECT]}")
    through = "← grants[0]: tables with domain=sales, sensitivity=internal"
    assert rows(lake) == [
        f"sales.orders: SELECT (all but email, phone) [all] {through}",
        f"sales.prices: SELECT (all) [all] {through}",
    ]


def test_a_column_can_be_found_where_its_table_isnt() -> None:
    lake = granted("{tags: {sensitivity: pii}, permissions: [SELECT]}")
    assert rows(lake) == [
        "sales.orders: SELECT (email, phone) [all] ← grants[0]: tables with sensitivity=pii"
    ]


def test_a_table_can_override_its_database() -> None:
    catalog = values(CATALOG)
    catalog["catalog"]["databases"]["sales"]["tables"]["prices"]["tags"] = {"sensitivity": "public"}
    lake = granted("{tags: {sensitivity: public}, permissions: [SELECT]}")
    assert rows(lake) == []
    section = {"personas": {"analyst": {"trust": ["glue"], "grants": [PUBLIC]}}}
    lake = lake_with(section, catalog=str(catalog).replace("'", '"').replace("None", "null"))
    assert rows(lake) == [
        "sales.prices: SELECT (all) [all] ← grants[0]: tables with sensitivity=public"
    ]


def test_a_tag_grant_on_databases_finds_databases() -> None:
    lake = granted("{tags: {domain: [sales, web]}, permissions: [CREATE_TABLE]}")
    assert rows(lake) == ["sales: CREATE_TABLE ← grants[0]: databases with domain=sales|web"]


def test_some_columns_give_describe_in_place_of_what_needs_them_all() -> None:
    lake = granted("{tags: {sensitivity: internal}, permissions: [ALTER, INSERT, SELECT]}")
    through = "← grants[0]: tables with sensitivity=internal"
    assert rows(lake) == [
        "sales: ALTER ← grants[0]: databases with sensitivity=internal",
        f"sales.orders: DESCRIBE, SELECT (all but email, phone) [all] {through}",
        f"sales.prices: ALTER, INSERT, SELECT (all) [all] {through}",
    ]


def test_tables_that_a_crawler_finds_inherit_their_databases_tags() -> None:
    catalog = CATALOG + "  crawlers: {in: {zone: raw, prefix: in/, database: sales}}\n"
    section = {"personas": {"analyst": {"trust": ["glue"], "grants": [INTERNAL]}}}
    through = "← grants[0]: tables with sensitivity=internal"
    assert rows(lake_with(section, catalog=catalog)) == [
        f"sales.*: SELECT (all) [all] {through}, tables that a crawler finds",
        f"sales.orders: SELECT (all but email, phone) [all] {through}",
        f"sales.prices: SELECT (all) [all] {through}",
    ]


def test_all_tables_bring_describe_on_their_database() -> None:
    assert rows(granted("{table: web.*, permissions: [SELECT]}")) == [
        "web: DESCRIBE ← grants[0], implicit",
        "web.*: SELECT (all) [all] ← grants[0]",
    ]


def test_what_was_merged_names_all_that_it_came_from() -> None:
    lake = granted(
        "{table: sales.prices, permissions: [SELECT]}",
        "{table: sales.*, permissions: [SELECT, DESCRIBE]}",
        "{database: sales, permissions: [DESCRIBE]}",
    )
    assert rows(lake) == [
        "sales: DESCRIBE ← grants[2]",
        "sales.*: DESCRIBE, SELECT (all) [all] ← grants[0], grants[1]",
    ]


def test_administrators_may_everything_and_need_no_grant() -> None:
    lake = lake_with(
        """
        admins: [boss, "arn:aws:iam::111111111111:role/ops", "arn:aws:iam::222222222222:role/far"]
        personas: {boss: {trust: [glue]}}
        """
    )
    assert [(row[0], row[1], row[2], row[5]) for row in access_rows(lake)] == [
        (who, "everything", ADMIN[2], through)
        for who, through in (
            ("acme-dev-deploy", "the deploying role, implicit"),
            ("arn:aws:iam::222222222222:role/far", "governance.admins, implicit"),
            ("boss", "governance.admins, implicit"),
            ("ops", "governance.admins, implicit"),
        )
    ]


def test_without_lake_formation_nobody_administers_it() -> None:
    lake = granted("{table: web.clicks, permissions: [SELECT]}", mode="iam")
    assert {row.who for row in effective(lake)} == {"analyst"}


def test_nobody_administers_what_the_lake_leaves_alone() -> None:
    assert list(effective(lake_from("storage: {zones: {raw: }}\n"))) == []


def test_shares_and_the_lakes_own_roles_are_shown() -> None:
    catalog = CATALOG + "  crawlers: {in: {zone: raw, prefix: in/, database: web}}\n"
    lake = lake_with('shares: {p: {account: "333333333333", databases: [web]}}', catalog=catalog)
    assert access_rows(lake)[1:] == [
        ("crawler in", "web", "CREATE_TABLE, DESCRIBE", "", "", "its work"),
        ("crawler in", "zone raw", "DATA_LOCATION_ACCESS", "", "", "its work"),
        ("p (account 333333333333)", "web", "DESCRIBE+grant", "", "", "shares.p"),
    ]


ASKED = granted(
    "{table: sales.orders, permissions: [SELECT]}",
    "{table: sales.*, permissions: [DESCRIBE]}",
    "{table: web.clicks, permissions: [SELECT]}",
    "{location: raw}",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ({"who": "analyst"}, ["sales", "sales.*", "sales.orders", "web.clicks", "zone raw"]),
        ({"who": "nobody"}, []),
        ({"what": "sales.orders"}, ["everything", "sales.*", "sales.orders"]),
        ({"what": "sales.prices"}, ["everything", "sales.*"]),
        ({"what": "sales"}, ["everything", "sales", "sales.*", "sales.orders"]),
        ({"what": "web.clicks", "who": "analyst"}, ["web.clicks"]),
        ({"what": "zone raw", "who": "analyst"}, ["zone raw"]),
    ],
)
def test_one_can_ask_for_a_persona_or_a_table(question: dict[str, str], answer: list[str]) -> None:
    assert [row.what for row in effective(ASKED, **question)] == answer


def test_the_table() -> None:
    lake = granted(
        "{table: sales.orders, except_columns: [email, phone], permissions: [SELECT]}",
        "{tags: {domain: sales}, permissions: [DESCRIBE, SELECT]}",
    )
    found = format_table([HEADER, *access_rows(lake, who="analyst")], 200)
    assert found == dedent(
        """\
        WHO      WHAT          MAY               COLUMNS               ROWS  THROUGH
        analyst  sales         DESCRIBE                                      grants[1]: databases with domain=sales
        analyst  sales.orders  SELECT            all but email, phone  all   grants[0]
        analyst  sales.orders  DESCRIBE, SELECT  all                   all   grants[1]: tables with domain=sales
        analyst  sales.prices  DESCRIBE, SELECT  all                   all   grants[1]: tables with domain=sales"""  # noqa: E501
    )


def test_a_narrow_table_wraps_its_widest_columns() -> None:
    wide = [["WHO", "COLUMNS"], ["ann", "all but email, phone, street, town"]]
    assert format_table(wide, 30) == dedent(
        """\
        WHO  COLUMNS
        ann  all but email, phone,
             street, town"""
    )


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_no_line_is_wider_than_asked_for_as_long_as_columns_have_eight_characters(
    width: int,
) -> None:
    table = format_table([HEADER, *access_rows(ASKED)], width)
    narrowest = 6 * 8 + 5 * 2
    assert max(map(len, table.splitlines())) <= max(width, narrowest)
    # Wrapped, a table says the same words.
    assert sorted("".join(table.split())) == sorted(
        "".join("".join(row) for row in [HEADER, *access_rows(ASKED)]).replace(" ", "")
    )
