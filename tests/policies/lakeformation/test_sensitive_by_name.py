from typing import Any

import pytest

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ANALYST, OTHER_ACCOUNT, grant, pii, role, table, trust
from plans import planned, said, verdicts

MUTATION = Mutation(
    "aws_lakeformation_data_cells_filter.eu_orders_without_pii",
    ("table_data", 0, "column_wildcard", 0, "excluded_column_names"),
    [],
)
ADDRESS = "aws_lakeformation_permissions.g"
ORDERS = {"database_name": "sales", "name": "orders"}
FILTER = {"database_name": "sales", "table_name": "orders", "name": "eu"}


def cells(**data: object) -> dict[str, Any]:
    block = {**FILTER, "row_filter": [{"filter_expression": "region = 'EU'"}], **data}
    return planned("aws_lakeformation_data_cells_filter.eu", {"table_data": [block]})


@pytest.mark.parametrize(
    "on",
    [
        {"table_with_columns": {**ORDERS, "column_names": ["order_id"]}},
        {"table_with_columns": {**ORDERS, "wildcard": True, "excluded_column_names": ["EMAIL"]}},
        {"table": {"database_name": "sales", "name": "prices"}},
        {"table": {"database_name": "web", "wildcard": True}},
        {"database": {"name": "sales"}},
    ],
)
def test_a_grant_that_leaves_the_sensitive_column_out_passes(on: dict[str, Any]) -> None:
    found = verdicts("LAKE_LF_8", table(), pii("sales", "orders", "email"), grant(**on))
    assert found == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "on",
    [
        {"table": ORDERS},
        {"table": {"database_name": "sales", "wildcard": True}},
        {"table_with_columns": {**ORDERS, "column_names": ["email", "order_id"]}},
        {"table_with_columns": {**ORDERS, "wildcard": True, "excluded_column_names": ["order_id"]}},
    ],
)
def test_a_grant_that_shows_it_fails(on: dict[str, Any]) -> None:
    found = verdicts("LAKE_LF_8", table(), pii("sales", "orders", "email"), grant(**on))
    assert found == {ADDRESS: "failed"}


def test_a_permission_that_reads_nothing_passes() -> None:
    describe = grant(permissions=["DESCRIBE"], table=ORDERS)
    assert verdicts("LAKE_LF_8", pii(), describe) == {ADDRESS: "passed"}


def test_the_cleared_may_read_it() -> None:
    for cleared in ("analyst", ANALYST):
        settings = Settings(cleared=(cleared,))
        found = verdicts("LAKE_LF_8", pii(), grant(table=ORDERS), settings=settings)
        assert found == {ADDRESS: "passed"}


def test_a_column_of_its_own_value_in_a_sensitive_database_isnt_sensitive() -> None:
    database = planned(
        "aws_lakeformation_resource_lf_tags.sales",
        {"database": [{"name": "sales"}], "lf_tag": [{"key": "sensitivity", "value": "pii"}]},
    )
    public = planned(
        "aws_lakeformation_resource_lf_tag.order_id",
        {
            "lf_tag": [{"key": "sensitivity", "value": "public"}],
            "table_with_columns": [{**ORDERS, "column_names": ["order_id"]}],
        },
    )
    shown = grant("shown", table_with_columns={**ORDERS, "column_names": ["order_id"]})
    whole = grant("whole", table=ORDERS)
    assert verdicts("LAKE_LF_8", table(), database, public, shown, whole) == {
        "aws_lakeformation_permissions.shown": "passed",
        "aws_lakeformation_permissions.whole": "failed",
    }


def test_a_filter_shows_what_it_doesnt_leave_out() -> None:
    by_filter = grant(data_cells_filter=FILTER)
    tagged = pii("sales", "orders", "email")
    without = cells(column_wildcard=[{"excluded_column_names": ["email"]}])
    with_it = cells(column_names=["email"])
    assert verdicts("LAKE_LF_8", tagged, without, by_filter) == {ADDRESS: "passed"}
    assert verdicts("LAKE_LF_8", tagged, with_it, by_filter) == {ADDRESS: "failed"}
    assert verdicts("LAKE_LF_8", tagged, by_filter) == {ADDRESS: "unknown"}


def test_a_role_that_runs_programs_of_the_plan_only_may_read_it() -> None:
    arn = "arn:aws:iam::111111111111:role/etl"
    mine = grant(principal=arn, table=ORDERS)
    optimizer = planned(
        "aws_glue_catalog_table_optimizer.compaction", {"configuration": [{"role_arn": arn}]}
    )
    job = planned("aws_glue_job.j", {"role_arn": arn, "name": "j"})
    for program in (optimizer, job):
        assert verdicts("LAKE_LF_8", pii(), mine, role("etl"), program) == {ADDRESS: "passed"}
    endpoint = planned("aws_glue_dev_endpoint.e", {"role_arn": arn, "name": "e"})
    person = role("etl", assume_role_policy=trust(Principal={"AWS": ANALYST}))
    notebook = role(
        "etl", assume_role_policy=trust(Principal={"Service": "sagemaker.amazonaws.com"})
    )
    for others in ([role("etl")], [role("etl"), job, endpoint], [person, job], [notebook, job]):
        assert verdicts("LAKE_LF_8", pii(), mine, *others) == {ADDRESS: "failed"}


def test_other_accounts_are_left_to_the_policy_on_shares() -> None:
    shared = grant(principal=OTHER_ACCOUNT, table=ORDERS)
    assert verdicts("LAKE_LF_8", pii(), shared) == {ADDRESS: "passed"}


def test_columns_or_tags_known_only_after_apply_are_unknown() -> None:
    later = planned(
        ADDRESS,
        {"principal": ANALYST, "permissions": ["SELECT"], "table_with_columns": [ORDERS]},
        unknown={"table_with_columns": [{"column_names": True}]},
    )
    assert verdicts("LAKE_LF_8", pii(), later) == {ADDRESS: "unknown"}
    tag = planned(
        "aws_lakeformation_resource_lf_tag.later",
        {"lf_tag": [{"key": "sensitivity", "value": "pii"}], "table": [{"database_name": "sales"}]},
        unknown={"table": [{"name": True}]},
    )
    assert verdicts("LAKE_LF_8", tag, grant(table=ORDERS)) == {ADDRESS: "unknown"}


def test_the_fix_has_the_names_of_the_finding() -> None:
    settings = Settings(principals=((ANALYST, "analyst"),))
    parts = (table(), pii("sales", "orders", "email"))
    found = said("LAKE_LF_8", *parts, grant(table=ORDERS), settings=settings)[ADDRESS]
    assert found.fix == (
        "policy.cleared: [analyst], if it may read them; else in the grant on sales.orders "
        "except_columns: [email]"
    )
    shows_all = cells(column_wildcard=[{"excluded_column_names": []}])
    found = said("LAKE_LF_8", *parts, shows_all, grant(data_cells_filter=FILTER))[ADDRESS]
    assert found.fix.endswith("; else in the filter except_columns: [email]")
