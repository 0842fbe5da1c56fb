"""The policy compiler: exact plans, and each pitfall of Lake Formation that it keeps away."""

from __future__ import annotations

from itertools import pairwise

import pytest

from governed import ACCOUNT, CATALOG, DEPLOY, granted, lake_with, line, lines
from lakeform.access import administrators, compile
from lakeform.access.model import Table

ADMIN = f"""\
admins: [boss]
personas:
  boss: {{trust: [glue]}}
  clerk: {{role_arn: "arn:aws:iam::{ACCOUNT}:role/clerk", grants: [{{location: raw}}]}}
"""


def plan_of(*grants: str) -> list[str]:
    return [each.removeprefix("analyst: ") for each in lines(compile(granted(*grants)))]


def test_each_kind_of_grant() -> None:
    lake = lake_with(
        """
        filters:
          eu: {table: sales.orders, rows: "region = 'EU'", except_columns: [email, phone]}
        personas:
          engineer:
            trust: [glue]
            grants:
              - {database: sales, permissions: [CREATE_TABLE, ALTER, DROP, DESCRIBE]}
              - {location: raw}
              - {table: web.*, permissions: [SELECT, INSERT]}
          analyst:
            trust: [glue]
            grants:
              - tags: {sensitivity: [public, internal], domain: sales}
                permissions: [SELECT, DROP]
              - {filter: eu}
              - {table: web.clicks, except_columns: [ip], permissions: [SELECT], grantable: false}
              - {table: sales.prices, permissions: [INSERT, SELECT], grantable: true}
        shares:
          partner: {account: "333333333333", databases: [web], tables: [sales.orders]}
        """
    )
    assert lines(compile(lake)) == [
        "engineer: zone raw: DATA_LOCATION_ACCESS",
        "engineer: sales: ALTER, CREATE_TABLE, DESCRIBE, DROP",
        "partner: web: DESCRIBE+",
        "engineer: web.*: INSERT, SELECT",
        "partner: sales.orders: DESCRIBE+, SELECT+ (all)",
        "analyst: sales.prices: INSERT+, SELECT+ (all)",
        "analyst: web.clicks: SELECT (all but ip)",
        "analyst: sales.orders: SELECT",
        "analyst: databases with domain=sales, sensitivity=internal|public: DROP",
        "analyst: tables with domain=sales, sensitivity=internal|public: DROP, SELECT",
    ]


def test_principals_are_roles_and_accounts() -> None:
    lake = lake_with(
        """
        personas:
          made: {trust: [glue], grants: [{location: raw}]}
          found: {role_arn: "arn:aws:iam::111111111111:role/x", grants: [{location: raw}]}
        shares: {partner: {account: "333333333333", databases: [web]}}
        """
    )
    identifiers = {g.principal.name: g.principal.identifier for g in compile(lake).grants}
    assert identifiers == {
        "made": f"arn:aws:iam::{ACCOUNT}:role/acme-dev-made",
        "found": f"arn:aws:iam::{ACCOUNT}:role/x",
        "partner": "333333333333",
    }


# Merging


def test_grants_on_one_object_are_one() -> None:
    assert plan_of(
        "{table: sales.prices, permissions: [SELECT]}",
        "{table: sales.prices, permissions: [INSERT, SELECT]}",
        "{table: sales.prices, permissions: [DESCRIBE], grantable: true}",
    ) == ["sales.prices: DESCRIBE+, INSERT, SELECT (all)"]


def test_columns_are_united() -> None:
    assert plan_of(
        "{table: sales.orders, columns: [region], permissions: [SELECT]}",
        "{table: sales.orders, columns: [order_id, region], permissions: [SELECT]}",
    ) == ["sales.orders: SELECT (order_id, region)"]


def test_columns_of_a_table_that_is_granted_whole_are_all() -> None:
    assert plan_of(
        "{table: sales.orders, columns: [region], permissions: [SELECT]}",
        "{table: sales.orders, permissions: [SELECT]}",
    ) == ["sales.orders: SELECT (all)"]


def test_a_table_goes_where_all_tables_have_as_much() -> None:
    assert plan_of(
        "{table: sales.orders, columns: [region], permissions: [SELECT]}",
        "{table: sales.prices, permissions: [INSERT, SELECT]}",
        "{table: web.clicks, permissions: [SELECT]}",
        "{table: sales.*, permissions: [DESCRIBE, SELECT]}",
    ) == [
        "sales.*: DESCRIBE, SELECT",
        "sales.prices: INSERT, SELECT (all)",
        "web.clicks: SELECT (all)",
    ]


def test_a_table_stays_where_only_it_can_be_passed_on() -> None:
    assert plan_of(
        "{table: sales.prices, permissions: [SELECT], grantable: true}",
        "{table: sales.*, permissions: [SELECT]}",
    ) == ["sales.*: SELECT", "sales.prices: SELECT+ (all)"]


def test_tag_expressions_are_united_and_covered_ones_go() -> None:
    assert plan_of(
        "{tags: {domain: sales, sensitivity: public}, permissions: [SELECT]}",
        "{tags: {domain: sales, sensitivity: internal}, permissions: [SELECT]}",
        "{tags: {domain: web, sensitivity: public}, permissions: [SELECT]}",
        "{tags: {domain: web}, permissions: [INSERT, SELECT]}",
    ) == [
        "tables with domain=sales, sensitivity=internal|public: SELECT",
        "tables with domain=web: INSERT, SELECT",
    ]


def test_what_goes_is_remembered_where_it_went() -> None:
    (grant,) = compile(
        granted(
            "{table: sales.prices, permissions: [SELECT]}",
            "{table: sales.*, permissions: [SELECT]}",
        )
    ).grants
    assert grant.sources == ("personas.analyst.grants[0]", "personas.analyst.grants[1]")


# Pitfalls


def test_an_administrator_has_no_grants() -> None:
    lake = lake_with(ADMIN)
    assert administrators(lake) == (f"arn:aws:iam::{ACCOUNT}:role/acme-dev-boss", DEPLOY)
    assert [grant.principal.name for grant in compile(lake).grants] == ["clerk"]


def test_a_role_that_administers_under_another_name_has_no_grants() -> None:
    lake = lake_with(ADMIN.replace("[boss]", f'["arn:aws:iam::{ACCOUNT}:role/clerk"]'))
    assert compile(lake).grants == ()


def test_the_deploying_role_always_administers() -> None:
    assert administrators(lake_with({})) == (DEPLOY,)


def test_a_table_and_its_columns_are_one_grant() -> None:
    """Two would see each other's permissions: the provider reads a table's back by its name."""
    plan = compile(
        granted(
            "{table: sales.orders, columns: [region], permissions: [SELECT]}",
            "{table: sales.orders, permissions: [DESCRIBE]}",
        )
    )
    assert [line(grant) for grant in plan.grants] == [
        "analyst: sales.orders: DESCRIBE, SELECT (region)"
    ]


def test_all_tables_bring_describe_on_a_database_that_is_granted_too() -> None:
    """Lake Formation adds it by itself, and would hand it back as a difference."""
    assert plan_of(
        "{database: sales, permissions: [ALTER]}", "{table: sales.*, permissions: [SELECT]}"
    ) == ["sales: ALTER, DESCRIBE", "sales.*: SELECT"]


def test_a_share_of_all_tables_names_describe_which_isnt_implied_across_accounts() -> None:
    lake = lake_with('shares: {p: {account: "333333333333", tables: [sales.*]}}')
    assert lines(compile(lake)) == ["p: sales: DESCRIBE+", "p: sales.*: DESCRIBE+, SELECT+"]


def test_a_share_by_tag_shares_the_tags_themselves() -> None:
    lake = lake_with(
        """
        shares:
          p: {account: "333333333333", tags: {domain: [web, sales]}, permissions: [SELECT]}
        """
    )
    assert lines(compile(lake)) == [
        "p: tables with domain=sales|web: SELECT+",
        "p: LF-tag domain=sales|web: DESCRIBE+",
    ]


def test_a_permission_of_both_is_granted_on_databases_and_tables() -> None:
    assert plan_of("{tags: {domain: web}, permissions: [ALTER, CREATE_TABLE, INSERT]}") == [
        "databases with domain=web: ALTER, CREATE_TABLE",
        "tables with domain=web: ALTER, INSERT",
    ]


def test_crawlers_and_optimizers_are_granted_their_work() -> None:
    catalog = CATALOG + "  crawlers: {landing: {zone: raw, prefix: in/, database: web}}\n"
    assert lines(compile(lake_with({}, catalog=catalog))) == [
        "crawler landing: zone raw: DATA_LOCATION_ACCESS",
        "crawler landing: web: CREATE_TABLE, DESCRIBE",
    ]


# Names and order


def test_a_grants_name_says_who_and_what_and_nothing_that_can_change() -> None:
    before = granted("{table: sales.orders, columns: [region], permissions: [SELECT]}")
    after = granted("{table: sales.orders, permissions: [INSERT, SELECT], grantable: true}")
    names = [grant.id_parts for lake in (before, after) for grant in compile(lake).grants]
    assert names == [("analyst", "table", "sales", "orders")] * 2


@pytest.mark.parametrize(
    ("tags", "parts"),
    [
        ("{domain: sales}", ("tables", "domain-sales")),
        ("{domain: [web, sales], tier: gold}", ("tables", "domain-sales-web", "tier-gold")),
        ("{domain: [a-b]}", ("tables", "domain-a-b-1caa93d6")),
        ("{domain: [a, b]}", ("tables", "domain-a-b")),
        ("{domain-a: [b]}", ("tables", "domain-a-b-070f0ed3")),
    ],
)
def test_names_of_tag_grants_differ_where_expressions_do(tags: str, parts: tuple[str, ...]) -> None:
    (grant,) = compile(granted(f"{{tags: {tags}, permissions: [SELECT]}}")).grants
    assert grant.target.parts == parts


def test_a_share_is_named_apart_from_a_persona() -> None:
    lake = lake_with(
        """
        personas: {partner: {trust: [glue], grants: [{database: web, permissions: [DESCRIBE]}]}}
        shares: {partner: {account: "333333333333", databases: [web]}}
        """
    )
    assert sorted(grant.id_parts for grant in compile(lake).grants) == [
        ("partner", "database", "web"),
        ("share_partner", "database", "web"),
    ]


def chains(*personas: str) -> dict[str, list[str]]:
    """Object → who is granted it, in the order of the chain."""
    grants = [{"table": "sales.prices", "permissions": ["SELECT"]}]
    sections = {name: {"trust": ["glue"], "grants": grants} for name in personas}
    plan = compile(lake_with({"personas": sections}))
    return {str(c[0].target): [g.principal.name for g in c] for c in plan.chains()}


def test_grants_on_one_object_are_chained() -> None:
    assert chains("zoe", "adam", "mia") == {"sales.prices": ["adam", "mia", "zoe"]}


def test_a_new_grant_changes_one_link() -> None:
    before, after = (
        chains(*names)["sales.prices"] for names in (("a", "c", "d"), ("a", "b", "c", "d"))
    )
    links = [set(pairwise(chain)) for chain in (before, after)]
    assert links[0] - links[1] == {("a", "c")}
    assert links[1] - links[0] == {("a", "b"), ("b", "c")}


def test_a_filter_is_chained_with_its_table_and_all_tables_with_their_database() -> None:
    lake = lake_with(
        """
        filters: {eu: {table: sales.prices, rows: "price > 1"}}
        personas:
          a: {trust: [glue], grants: [{filter: eu}, {table: sales.*, permissions: [DESCRIBE]}]}
          b:
            trust: [glue]
            grants:
              - {table: sales.prices, permissions: [SELECT]}
              - {database: sales, permissions: [ALTER]}
        """
    )
    chained = [[line(grant) for grant in chain] for chain in compile(lake).chains()]
    assert chained == [
        ["b: sales: ALTER", "a: sales.*: DESCRIBE"],
        ["b: sales.prices: SELECT (all)", "a: sales.prices: SELECT"],
    ]


# Mode hybrid


def test_opt_ins_name_each_object_and_never_a_wildcard() -> None:
    lake = granted(
        "{table: sales.*, permissions: [SELECT]}",
        "{tags: {domain: sales}, permissions: [DESCRIBE]}",
        "{filter: f}",
        "{location: raw}",
        mode="hybrid",
        filters={"f": {"table": "web.clicks", "rows": "url > 'a'"}},
        shares={"p": {"account": "333333333333", "databases": ["web"]}},
    )
    plan = compile(lake)
    assert [(o.principal.name, str(o.target)) for o in plan.opt_ins] == [
        ("analyst", "sales"),
        ("analyst", "sales.orders"),
        ("analyst", "sales.prices"),
        ("analyst", "web.clicks"),
    ]
    assert not any("*" in str(opt_in.target) for opt_in in plan.opt_ins)


@pytest.mark.parametrize("mode", ["lake_formation", "iam"])
def test_only_hybrid_has_opt_ins(mode: str) -> None:
    plan = compile(granted("{table: sales.prices, permissions: [SELECT]}", mode=mode))
    assert plan.opt_ins == ()
    assert [grant.target for grant in plan.grants] == [Table("sales", "prices")]
