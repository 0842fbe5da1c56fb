"""What grants, filters, shares and LF-tags name exists: the exact words where it doesn't."""

from __future__ import annotations

from governed import CATALOG, granted, lake_with, said, values
from lakeform.config.governance import MAX_TAG_VALUES
from lakeform.config.rules.governance_names import (
    catalog_tags_are_declared,
    filters_name_what_exists,
    grants_name_what_exists,
    shares_name_what_exists,
)


def test_what_exists_is_left_alone() -> None:
    lake = granted(
        "{database: sales, permissions: [ALTER]}",
        "{table: sales.orders, columns: [region, order_date], permissions: [SELECT]}",
        "{table: sales.*, permissions: [SELECT]}",
        "{tags: {domain: [sales, web]}, permissions: [SELECT]}",
        "{filter: eu}",
        "{location: raw}",
        filters={"eu": {"table": "sales.orders", "except_columns": ["email"]}},
        shares={"p": {"account": "333333333333", "databases": ["web"], "tables": ["sales.*"]}},
    )
    rules = (
        grants_name_what_exists,
        filters_name_what_exists,
        shares_name_what_exists,
        catalog_tags_are_declared,
    )
    assert [said(rule, lake) for rule in rules] == [[], [], [], []]


def test_grants() -> None:
    lake = granted(
        "{database: sale, permissions: [ALTER]}",
        "{table: sale.orders, permissions: [SELECT]}",
        "{table: sales.order, permissions: [SELECT]}",
        "{table: sales.orders, columns: [region, e_mail], permissions: [SELECT]}",
        "{table: sales.orders, except_columns: [day], permissions: [SELECT]}",
        "{tags: {domian: sales, sensitivity: [public, secret]}, permissions: [SELECT]}",
        "{filter: eu}",
        "{location: row}",
    )
    here = "personas.analyst.grants."
    assert said(grants_name_what_exists, lake) == [
        f"{here}0.database: there is no database `sale` → did you mean `sales`?",
        f"{here}1.table: there is no database `sale` → did you mean `sales`?",
        f"{here}2.table: there is no table `order` in the database `sales` → did you mean "
        "`orders`?",
        f"{here}3.columns.1: there is no column `e_mail` in the table `sales.orders` → did you "
        "mean `email`?",
        f"{here}4.except_columns.0: there is no column `day` in the table `sales.orders` → "
        "columns: order_id, region, email, phone, order_date",
        f"{here}5.tags.domian (key): there is no LF-tag `domian` → did you mean `domain`?",
        f"{here}5.tags.sensitivity: `secret` isn't a value of the LF-tag `sensitivity` → one of "
        "public, internal, pii",
        f"{here}6.filter: there is no filter `eu` → there are no filters",
        f"{here}7.location: there is no zone `row` → did you mean `raw`?",
    ]


def test_filters() -> None:
    lake = lake_with(
        """
        filters:
          one: {table: web.click, rows: "1 = 1"}
          two: {table: web.clicks, columns: [uri]}
        """
    )
    assert said(filters_name_what_exists, lake) == [
        "filters.one.table: there is no table `click` in the database `web` → did you mean "
        "`clicks`?",
        "filters.two.columns.0: there is no column `uri` in the table `web.clicks` → did you mean "
        "`url`?",
    ]


def test_shares() -> None:
    lake = lake_with(
        """
        shares:
          p: {account: "333333333333", databases: [x], tables: [sales.o, y.*], tags: {a: b}}
        """
    )
    assert said(shares_name_what_exists, lake) == [
        "shares.p.databases.0: there is no database `x` → databases: sales, web",
        "shares.p.tables.0: there is no table `o` in the database `sales` → tables: orders, prices",
        "shares.p.tables.1: there is no database `y` → databases: sales, web",
        "shares.p.tags.a (key): there is no LF-tag `a` → LF-tags: domain, sensitivity",
    ]


def test_lf_tags_of_the_catalogue() -> None:
    catalog = values(CATALOG)
    web = catalog["catalog"]["databases"]["web"]
    web["tags"] = {"domain": "webb"}
    web["tables"]["clicks"]["tags"] = {"team": "x"}
    web["tables"]["clicks"]["columns"]["ip"] = {"type": "string", "tags": {"sensitivity": "PII"}}
    web["tables"]["clicks"]["partitions"]["day"] = {"type": "date", "tags": {"domain": "time"}}
    there = "catalog.databases.web."
    assert said(catalog_tags_are_declared, lake_with({}, catalog=str(catalog))) == [
        f"{there}tags.domain: `webb` isn't a value of the LF-tag `domain` → did you mean `web`?",
        f"{there}tables.clicks.tags.team (key): there is no LF-tag `team` → LF-tags: domain, "
        "sensitivity",
        f"{there}tables.clicks.columns.ip.tags.sensitivity: `PII` isn't a value of the LF-tag "
        "`sensitivity` → did you mean `pii`?",
        f"{there}tables.clicks.partitions.day.tags.domain: `time` isn't a value of the LF-tag "
        "`domain` → one of sales, web",
    ]


def test_a_grant_holds_so_many_values() -> None:
    many = [f"v{number}" for number in range(MAX_TAG_VALUES + 1)]
    grant = f"{{tags: {{team: [{', '.join(many)}]}}, permissions: [SELECT]}}"
    lake = granted(grant, tags={"team": many})
    assert said(grants_name_what_exists, lake) == [
        "personas.analyst.grants.0.tags.team (key): 51 values of `team`: a grant can name 50 → "
        "write several grants"
    ]


def test_a_grant_holds_so_many_bytes() -> None:
    long = [f"{letter * 49}" for letter in "abcdefghijklmnopqr"]
    lake = granted(
        f"{{tags: {{team: [{', '.join(long)}]}}, permissions: [SELECT]}}", tags={"team": long}
    )
    assert said(grants_name_what_exists, lake) == [
        "personas.analyst.grants.0.tags (key): these LF-tags take 969 bytes; a grant can hold 900 "
        "→ write several grants"
    ]
