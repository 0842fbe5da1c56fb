"""Permissions, data cells filters and opt-ins, each in the one form that Lake Formation keeps.

`#n` is issue n of hashicorp/terraform-provider-aws.
"""

from __future__ import annotations

from typing import Any

import pytest

from foundation import Stack
from governed import ACCOUNT, granted, lake_with, stack_of

ANALYST = f"arn:aws:iam::{ACCOUNT}:role/analyst"
ZONES = ["aws_lakeformation_resource.curated", "aws_lakeformation_resource.raw"]
READY = ["aws_lakeformation_data_lake_settings.settings", *ZONES]


def permissions(*grants: str, **more: Any) -> dict[str, dict[str, Any]]:
    """The permissions of a role that exists, without `depends_on` and the principal."""
    found = Stack(stack_of(granted(*grants, **more))).of("aws_lakeformation_permissions")
    return {
        name: {key: value for key, value in grant.items() if key not in ("depends_on", "principal")}
        for name, grant in found.items()
    }


def one(*grants: str) -> dict[str, Any]:
    (grant,) = permissions(*grants).values()
    return grant


class TestForms:
    def test_a_database(self) -> None:
        assert one("{database: sales, permissions: [DESCRIBE, ALTER]}") == {
            "database": {"name": "sales"},
            "permissions": ["ALTER", "DESCRIBE"],
            "permissions_with_grant_option": [],
        }

    def test_select_on_a_table_is_select_on_all_its_columns(self) -> None:
        """#38066, #49669: on a table it comes back on columns, and is replaced each time."""
        assert one("{table: sales.orders, permissions: [SELECT]}") == {
            "table_with_columns": {
                "database_name": "sales",
                "name": "orders",
                "wildcard": True,
            },
            "permissions": ["SELECT"],
            "permissions_with_grant_option": [],
        }

    def test_all_permissions_on_a_table_are_one_resource(self) -> None:
        """#39082: two resources for one principal and table would read each other's."""
        assert one(
            "{table: sales.orders, permissions: [SELECT]}",
            "{table: sales.orders, permissions: [INSERT], grantable: true}",
        ) == {
            "table_with_columns": {
                "database_name": "sales",
                "name": "orders",
                "wildcard": True,
            },
            "permissions": ["INSERT", "SELECT"],
            "permissions_with_grant_option": ["INSERT"],
        }

    def test_a_table_without_select(self) -> None:
        assert one("{table: sales.orders, permissions: [INSERT, DESCRIBE]}") == {
            "table": {"database_name": "sales", "name": "orders"},
            "permissions": ["DESCRIBE", "INSERT"],
            "permissions_with_grant_option": [],
        }

    def test_all_tables_of_a_database(self) -> None:
        assert one("{table: web.*, permissions: [SELECT]}") == {
            "table": {"database_name": "web", "wildcard": True},
            "permissions": ["SELECT"],
            "permissions_with_grant_option": [],
        }

    def test_columns(self) -> None:
        assert one("{table: sales.orders, columns: [region, email], permissions: [SELECT]}") == {
            "table_with_columns": {
                "database_name": "sales",
                "name": "orders",
                "column_names": ["email", "region"],
            },
            "permissions": ["SELECT"],
            "permissions_with_grant_option": [],
        }

    def test_all_columns_but_some(self) -> None:
        grant = one("{table: sales.orders, except_columns: [phone, email], permissions: [SELECT]}")
        assert grant == {
            "table_with_columns": {
                "database_name": "sales",
                "name": "orders",
                "wildcard": True,
                "excluded_column_names": ["email", "phone"],
            },
            "permissions": ["SELECT"],
            "permissions_with_grant_option": [],
        }

    def test_a_zone(self) -> None:
        assert one("{location: raw, grantable: true}") == {
            "data_location": {"arn": f"arn:aws:s3:::acme-dev-raw-{ACCOUNT}-us-east-1"},
            "permissions": ["DATA_LOCATION_ACCESS"],
            "permissions_with_grant_option": ["DATA_LOCATION_ACCESS"],
        }

    def test_lf_tags_on_databases_and_on_tables(self) -> None:
        expression = [
            {"key": "domain", "values": ["sales", "web"]},
            {"key": "sensitivity", "values": ["public"]},
        ]
        assert permissions(
            "{tags: {sensitivity: public, domain: [web, sales]}, "
            "permissions: [SELECT, DESCRIBE, CREATE_TABLE]}"
        ) == {
            "analyst__tags__databases__domain-sales-web__sensitivity-public": {
                "lf_tag_policy": {"resource_type": "DATABASE", "expression": expression},
                "permissions": ["CREATE_TABLE", "DESCRIBE"],
                "permissions_with_grant_option": [],
            },
            "analyst__tags__tables__domain-sales-web__sensitivity-public": {
                "lf_tag_policy": {"resource_type": "TABLE", "expression": expression},
                "permissions": ["DESCRIBE", "SELECT"],
                "permissions_with_grant_option": [],
            },
        }

    def test_a_filter(self) -> None:
        filters = {"eu": {"table": "sales.orders", "rows": "region = 'EU'"}}
        assert permissions("{filter: eu}", filters=filters) == {
            "analyst__filter__eu": {
                "data_cells_filter": {
                    "table_catalog_id": ACCOUNT,
                    "database_name": "sales",
                    "table_name": "orders",
                    "name": "eu",
                },
                "permissions": ["SELECT"],
                "permissions_with_grant_option": [],
            }
        }

    def test_an_lf_tag_that_is_shared(self) -> None:
        lake = lake_with('shares: {partner: {account: "333333333333", tags: {domain: sales}}}')
        found = Stack(stack_of(lake)).of("aws_lakeformation_permissions")
        assert found["share_partner__tag__domain"] == {
            "principal": "333333333333",
            "lf_tag": {"key": "domain", "values": ["sales"]},
            "permissions": ["DESCRIBE"],
            "permissions_with_grant_option": ["DESCRIBE"],
            "depends_on": [*READY, "aws_lakeformation_lf_tag.domain"],
        }


class TestEachGrant:
    EVERY_KIND = (
        "{database: sales, permissions: [DESCRIBE]}",
        "{table: sales.prices, permissions: [INSERT, SELECT]}",
        "{table: web.*, permissions: [SELECT]}",
        "{table: sales.orders, columns: [region], permissions: [SELECT]}",
        "{tags: {domain: web}, permissions: [DESCRIBE, SELECT]}",
        "{location: raw}",
    )

    def test_what_may_be_granted_on_is_always_written(self) -> None:
        """Left out, it takes what stands in the account, and a right that is taken away stays."""
        for name, grant in permissions(*self.EVERY_KIND).items():
            assert grant["permissions_with_grant_option"] == [], name

    def test_permissions_are_named_one_by_one(self) -> None:
        """#49453, #44074: ALL and SUPER come back in another form."""
        for grant in permissions(*self.EVERY_KIND).values():
            assert grant["permissions"] == sorted(set(grant["permissions"]))
            assert not {"ALL", "SUPER"} & set(grant["permissions"])

    def test_administrators_are_granted_nothing(self) -> None:
        """#35160: they may do everything, and what is granted besides can't be revoked."""
        lake = granted(*self.EVERY_KIND, admins=["analyst"])
        assert Stack(stack_of(lake)).of("aws_lakeformation_permissions") == {}

    def test_its_principal_and_what_it_waits_for(self) -> None:
        grants = ("{table: web.clicks, permissions: [SELECT]}", "{location: raw}")
        found = Stack(stack_of(granted(*grants))).of("aws_lakeformation_permissions")
        assert {grant["principal"] for grant in found.values()} == {ANALYST}
        assert {name: grant["depends_on"] for name, grant in found.items()} == {
            "analyst__location__raw": READY,
            "analyst__table__web__clicks": [
                *READY,
                "aws_lakeformation_permissions.analyst__location__raw",
                "aws_glue_catalog_table.web__clicks",
            ],
        }

    def test_a_new_grant_touches_only_its_neighbour(self) -> None:
        """Addresses are made of what is granted, so a plan shows one addition and no replacement;
        `depends_on` isn't part of a resource's state."""
        fewer = permissions(*self.EVERY_KIND[:-1])
        more = permissions(*self.EVERY_KIND)
        assert {name: more[name] for name in fewer} == fewer
        assert set(more) - set(fewer) == {"analyst__location__raw"}


class TestFilters:
    @pytest.mark.parametrize(
        ("section", "expected"),
        [
            (
                {"rows": "region = 'EU'"},
                {
                    "column_wildcard": [{"excluded_column_names": []}],
                    "row_filter": [{"filter_expression": "region = 'EU'"}],
                },
            ),
            (
                {"except_columns": ["phone", "email"]},
                {
                    "column_wildcard": [{"excluded_column_names": ["email", "phone"]}],
                    "row_filter": [{"all_rows_wildcard": [{}]}],
                },
            ),
            (
                {"columns": ["region", "email"], "rows": "region = 'EU'"},
                {
                    "column_names": ["email", "region"],
                    "row_filter": [{"filter_expression": "region = 'EU'"}],
                },
            ),
        ],
        ids=["rows", "all-columns-but", "columns-and-rows"],
    )
    def test_forms(self, section: dict[str, Any], expected: dict[str, Any]) -> None:
        """#48208, #37488: the wildcard has its list of excluded columns, be it empty."""
        lake = granted("{filter: eu}", filters={"eu": {"table": "sales.orders", **section}})
        assert Stack(stack_of(lake)).of("aws_lakeformation_data_cells_filter") == {
            "eu": {
                "table_data": [
                    {
                        "table_catalog_id": ACCOUNT,
                        "database_name": "sales",
                        "table_name": "orders",
                        "name": "eu",
                        **expected,
                    }
                ],
                "depends_on": ["aws_glue_catalog_table.sales__orders"],
            }
        }

    def test_a_condition_isnt_a_template(self) -> None:
        section = {"table": "sales.orders", "rows": "region = '${region}' or region like '%{a}'"}
        lake = granted("{filter: eu}", filters={"eu": section})
        (made,) = Stack(stack_of(lake)).of("aws_lakeformation_data_cells_filter").values()
        assert made["table_data"][0]["row_filter"] == [
            {"filter_expression": "region = '$${region}' or region like '%%{a}'"}
        ]


class TestOptIns:
    GRANTS = (
        "{database: web, permissions: [DESCRIBE]}",
        "{table: web.clicks, permissions: [SELECT]}",
        "{table: sales.*, permissions: [SELECT]}",
    )

    def test_object_by_object(self) -> None:
        """#36353: without them nothing changes for anybody; an opt-in to `*` fails."""
        lake = Stack(stack_of(granted(*self.GRANTS, mode="hybrid")))
        opt_ins = lake.of("aws_lakeformation_opt_in")
        data = {name: made["resource_data"] for name, made in opt_ins.items()}
        assert data.pop("analyst__database__web") == [
            {"database": [{"catalog_id": ACCOUNT, "name": "web"}]}
        ]
        assert data == {
            f"analyst__table__{database}__{name}": [
                {"table": [{"catalog_id": ACCOUNT, "database_name": database, "name": name}]}
            ]
            for database, name in (("sales", "orders"), ("sales", "prices"), ("web", "clicks"))
        }
        for made in opt_ins.values():
            assert made["principal"] == [{"data_lake_principal_identifier": ANALYST}]

    def test_only_in_mode_hybrid(self) -> None:
        assert Stack(stack_of(granted(*self.GRANTS))).of("aws_lakeformation_opt_in") == {}

    def test_one_at_a_time_on_one_object(self) -> None:
        grants = [{"table": "web.clicks", "permissions": ["SELECT"]}]
        personas = {
            name: {"role_arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "grants": grants}
            for name in ("a", "b", "c")
        }
        made = Stack(stack_of(lake_with({"mode": "hybrid", "personas": personas})))
        opt_ins = made.of("aws_lakeformation_opt_in")
        after = [
            [it for it in opt_ins[f"{name}__table__web__clicks"]["depends_on"] if "_opt_in." in it]
            for name in personas
        ]
        assert after == [
            [],
            ["aws_lakeformation_opt_in.a__table__web__clicks"],
            ["aws_lakeformation_opt_in.b__table__web__clicks"],
        ]
