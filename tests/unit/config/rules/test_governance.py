"""What governance says can be done: the exact words where it can't."""

from __future__ import annotations

import pytest

from governed import DEPLOY, TAGS, granted, lake_with, said
from lakeform.config.rules.governance import (
    MAX_EXPRESSIONS,
    admins_exist,
    column_grants_are_possible,
    filters_are_possible,
    grants_fit_together,
    iam_can_say_it,
    personas_have_a_role,
    shares_are_possible,
)

ROLE = "arn:aws:iam::111111111111:role/x"
HAS_GRANTS = (
    "administers Lake Formation and has grants: Lake Formation lets an administrator do more than "
    "that already, and can't take back a grant to one → remove the grants, or make a second "
    "persona for the daily work"
)
GITHUB = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"


# Administrators


def test_administrators_are_personas_or_roles() -> None:
    lake = lake_with(
        f"""
        admins: [boss, bos, {ROLE}, nonsense, boss]
        personas: {{boss: {{trust: [glue]}}}}
        """
    )
    assert said(admins_exist, lake) == [
        "admins.1: `bos` is neither a persona nor the ARN of a role or user → did you mean `boss`?",
        "admins.3: `nonsense` is neither a persona nor the ARN of a role or user → personas: boss",
        "admins.4: `boss` is an administrator twice → name it once",
    ]


@pytest.mark.parametrize(
    "section",
    [
        "{admins: [p], personas: {p: {trust: [glue], grants: [{location: raw}]}}}",
        f"{{admins: [p], personas: {{p: {{role_arn: '{ROLE}', grants: [{{location: raw}}]}}}}}}",
        f"{{admins: ['{ROLE}'], personas: {{p: {{role_arn: '{ROLE}', grants: [{{location: raw}}]}}}}}}",  # noqa: E501
        f"{{personas: {{p: {{role_arn: '{DEPLOY}', grants: [{{location: raw}}]}}}}}}",
    ],
    ids=["by name", "by name, existing", "by ARN", "the deploying role"],
)
def test_an_administrator_has_no_grants(section: str) -> None:
    assert said(admins_exist, lake_with(section)) == [f"personas.p.grants (key): `p` {HAS_GRANTS}"]


def test_an_administrator_without_grants_is_fine() -> None:
    assert said(admins_exist, lake_with("{admins: [p], personas: {p: {trust: [glue]}}}")) == []


# Personas


def test_a_persona_is_one_role() -> None:
    lake = lake_with(
        f"""
        personas:
          both: {{trust: [glue], role_arn: {ROLE}}}
          neither: {{}}
          same: {{role_arn: {ROLE}}}
          other: {{role_arn: {ROLE}y}}
        """
    )
    assert said(personas_have_a_role, lake) == [
        "personas.both.trust (key): `both` has a role that exists, and `trust` for a role that "
        "would be made → keep `role_arn` or `trust`; who may assume an existing role is set where "
        "it is made",
        "personas.neither (key): nobody could assume the role of `neither` → say who in `trust`, "
        "or name a role that exists in `role_arn`",
        "personas.same.role_arn: `both` and `same` are the same role: each would revoke what only "
        "the other grants → write the grants of both under one persona",
    ]


@pytest.mark.parametrize(
    "name", ["deploy", "lake-formation", "flow-logs", "crawler-x", "optimizer-x", "replication-x"]
)
def test_a_personas_role_has_a_name_of_its_own(name: str) -> None:
    assert said(personas_have_a_role, lake_with({"personas": {name: {"trust": ["glue"]}}})) == [
        f"personas.{name} (key): the role of a persona called `{name}` would have the name of "
        "another role of the lake → choose another name"
    ]


@pytest.mark.parametrize(
    ("persona", "faults"),
    [
        (
            {"trust": ["glue", GITHUB]},
            [
                "trust.1: everybody whom this OIDC provider knows could assume the role → say who "
                "in `oidc_conditions`, for example `sub: repo:acme/lake:*`"
            ],
        ),
        (
            {"trust": [GITHUB], "oidc_conditions": {"sub": "*", "aud": ["x", "**"]}},
            [
                "oidc_conditions.sub: `*` allows every `sub` → write what it must be; `*` may "
                "stand for a part of it",
                "oidc_conditions.aud: `*` allows every `aud` → write what it must be; `*` may "
                "stand for a part of it",
            ],
        ),
        (
            {"trust": ["glue"], "oidc_conditions": {"sub": "a"}},
            [
                "oidc_conditions (key): `oidc_conditions` without an OIDC provider in `trust` → "
                "add the provider's ARN to `trust`, or remove the conditions"
            ],
        ),
        ({"trust": [GITHUB], "oidc_conditions": {"sub": "repo:acme/lake:*"}}, []),
    ],
    ids=["without conditions", "with empty conditions", "conditions alone", "with conditions"],
)
def test_an_oidc_provider_is_trusted_for_some_only(
    persona: dict[str, object], faults: list[str]
) -> None:
    lake = lake_with({"personas": {"ci": persona}})
    assert said(personas_have_a_role, lake) == [f"personas.ci.{fault}" for fault in faults]


# Filters and columns


def test_a_filter_leaves_something_out_and_something_in() -> None:
    lake = lake_with(
        """
        filters:
          nothing: {table: sales.prices}
          both: {table: sales.prices, columns: [sku], except_columns: [price]}
          all: {table: sales.prices, except_columns: [sku, price]}
          fine: {table: sales.prices, rows: "price > 1"}
        """
    )
    assert said(filters_are_possible, lake) == [
        "filters.nothing (key): the filter `nothing` filters nothing → add `rows`, `columns` or "
        "`except_columns`, or grant the table itself",
        "filters.both.except_columns (key): `columns` and `except_columns` exclude each other → "
        "keep one of them",
        "filters.all.except_columns (key): no column of `sales.prices` is left → leave out fewer "
        "columns",
    ]


def test_columns_are_granted_for_select_of_one_table() -> None:
    lake = granted(
        "{table: sales.prices, columns: [sku], permissions: [DESCRIBE, INSERT, SELECT]}",
        "{table: sales.*, columns: [sku], permissions: [SELECT]}",
        "{table: sales.prices, columns: [sku], except_columns: [price], permissions: [SELECT]}",
        "{table: sales.prices, except_columns: [sku, price], permissions: [SELECT]}",
        "{table: sales.prices, except_columns: [sku], permissions: [SELECT], grantable: true}",
        "{table: sales.prices, columns: [sku], permissions: [SELECT], grantable: true}",
    )
    here = "personas.analyst.grants."
    assert said(column_grants_are_possible, lake) == [
        f"{here}0.permissions: DESCRIBE, INSERT can't be granted on columns, only SELECT can → "
        "write a second grant on the table for the rest",
        f"{here}1.columns (key): `sales.*` has no columns of its own → write a grant for each "
        "table",
        f"{here}2.except_columns (key): `columns` and `except_columns` exclude each other → keep "
        "one of them",
        f"{here}3.except_columns (key): no column of `sales.prices` is left → leave out fewer "
        "columns",
        f"{here}4.except_columns (key): Lake Formation lets nobody pass on all columns but some → "
        "list the columns that can be passed on in `columns`, or remove `grantable`",
    ]


# Grants of one persona


def test_some_columns_and_other_permissions_of_the_table_cant_be_kept_apart() -> None:
    lake = granted(
        "{table: sales.prices, permissions: [DESCRIBE, INSERT]}",
        "{table: sales.prices, columns: [sku], permissions: [SELECT]}",
    )
    assert said(grants_fit_together, lake) == [
        "personas.analyst.grants.1.columns (key): SELECT on some columns of `sales.prices` and "
        "INSERT on the whole table can't be kept apart: Terraform reads both back as one grant, "
        "and would replace it at each apply → make a filter of these columns in "
        "`governance.filters`, and grant it instead"
    ]


@pytest.mark.parametrize("other", ["[DESCRIBE]", "[INSERT, SELECT]"])
def test_some_columns_go_with_describe_and_with_all_columns(other: str) -> None:
    lake = granted(
        f"{{table: sales.prices, permissions: {other}}}",
        "{table: sales.prices, except_columns: [sku], permissions: [SELECT]}",
    )
    assert said(grants_fit_together, lake) == []


def test_columns_of_one_table_are_passed_on_together() -> None:
    lake = granted(
        "{table: sales.prices, columns: [sku], permissions: [SELECT], grantable: true}",
        "{table: sales.prices, columns: [price], permissions: [SELECT]}",
    )
    assert said(grants_fit_together, lake) == [
        "personas.analyst.grants.1: some columns of `sales.prices` can be passed on and others "
        "not: they can't be one grant, and Lake Formation makes one of them → make all of them "
        "grantable or none"
    ]


@pytest.mark.parametrize("table", ["sales.prices", "sales.*"])
def test_a_filter_beside_all_of_its_table_hides_nothing(table: str) -> None:
    lake = granted(
        "{filter: cheap}",
        f"{{table: {table}, permissions: [SELECT]}}",
        filters={"cheap": {"table": "sales.prices", "rows": "price < 1"}},
    )
    assert said(grants_fit_together, lake) == [
        "personas.analyst.grants.0.filter: the filter hides nothing from `analyst`, who may SELECT "
        "all of `sales.prices` by another grant → remove the filter, or SELECT from the other grant"
    ]


def test_a_filter_goes_with_other_tables_and_permissions() -> None:
    lake = granted(
        "{filter: cheap}",
        "{table: sales.prices, permissions: [DESCRIBE]}",
        "{table: sales.orders, permissions: [SELECT]}",
        filters={"cheap": {"table": "sales.prices", "rows": "price < 1"}},
    )
    assert said(grants_fit_together, lake) == []


def test_lake_formation_takes_so_many_expressions() -> None:
    grants = ["{tags: {domain: sales}, permissions: [SELECT]}"] * (MAX_EXPRESSIONS + 1)
    assert said(grants_fit_together, granted(*grants)) == [
        "personas.analyst.grants (key): `analyst` has 51 grants by LF-tag; Lake Formation takes 50 "
        "→ put values together: `domain: [sales, web]`"
    ]


# Shares


def test_a_share_is_with_another_account_once_and_shares_something() -> None:
    lake = lake_with(
        """
        shares:
          self: {account: "111111111111", tables: [sales.orders]}
          one: {account: "333333333333", databases: [web], permissions: [SELECT]}
          two: {account: "333333333333", tables: [sales.*]}
          none: {account: "444444444444"}
        """
    )
    assert said(shares_are_possible, lake) == [
        "shares.self.account: `111111111111` is the lake's own account → use personas inside the "
        "account",
        "shares.one.permissions (key): a share of databases alone allows DESCRIBE and nothing "
        "else → remove `permissions`, or share tables: `database.*`",
        "shares.two.account: `one` and `two` share with the same account: each would revoke what "
        "only the other grants → put both into one share",
        "shares.none (key): `none` shares nothing → add `databases`, `tables` or `tags`",
    ]


# Mode iam


def test_iam_knows_no_columns_rows_tags_shares_and_grantable_rights() -> None:
    lake = lake_with(
        f"""
        mode: iam
        {TAGS.strip()}
        filters: {{eu: {{table: sales.orders, rows: "region = 'EU'"}}}}
        shares: {{p: {{account: "333333333333", databases: [web]}}}}
        personas:
          p:
            trust: [glue]
            grants:
              - {{table: sales.orders, columns: [region], permissions: [SELECT]}}
              - {{table: sales.prices, except_columns: [sku], permissions: [SELECT]}}
              - {{tags: {{domain: sales}}, permissions: [SELECT]}}
              - {{filter: eu}}
              - {{database: sales, permissions: [DESCRIBE], grantable: true}}
        """,
        tags=False,
    )
    remedy = "use mode `lake_formation` or `hybrid`, or remove it"
    assert said(iam_can_say_it, lake) == [
        f"tags (key): `tags` need Lake Formation, and the mode is `iam` → {remedy}",
        f"filters (key): `filters` need Lake Formation, and the mode is `iam` → {remedy}",
        f"shares (key): `shares` need Lake Formation, and the mode is `iam` → {remedy}",
        *(
            f"personas.p.grants.{place}.{key} (key): a grant by `{key}` needs Lake Formation, and "
            f"the mode is `iam` → {remedy}"
            for place, key in enumerate(("columns", "except_columns", "tags", "filter"))
        ),
        "personas.p.grants.4.grantable (key): IAM can't let a role pass on its rights → use mode "
        "`lake_formation` or `hybrid`, or remove `grantable`",
    ]


@pytest.mark.parametrize("mode", ["lake_formation", "hybrid"])
def test_lake_formation_knows_them_all(mode: str) -> None:
    lake = granted("{tags: {domain: sales}, permissions: [SELECT]}", mode=mode)
    assert said(iam_can_say_it, lake) == []


def test_iam_leaves_the_settings_of_lake_formation_alone() -> None:
    role = "arn:aws:iam::111111111111:role/a"
    lake = lake_with(
        f"""
        mode: iam
        admins: [{role}]
        read_only_admins: [{role}]
        trusted_resource_owners: ["333333333333"]
        external_filtering: {{accounts: ["444444444444"]}}
        """,
        tags=False,
    )
    assert said(iam_can_say_it, lake) == [
        f"{key} (key): `{key}` is a setting of Lake Formation, which the mode `iam` leaves alone → "
        "use mode `lake_formation` or `hybrid`, or remove it"
        for key in ("admins", "read_only_admins", "trusted_resource_owners", "external_filtering")
    ]


def test_whole_tables_and_databases_are_fine_without_lake_formation() -> None:
    lake = lake_with(
        """
        mode: iam
        personas:
          p: {trust: [glue], grants: [{table: sales.*, permissions: [SELECT]}, {location: raw}]}
        """,
        tags=False,
    )
    assert said(iam_can_say_it, lake) == []
