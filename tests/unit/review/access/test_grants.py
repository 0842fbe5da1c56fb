"""Who gains and loses Lake Formation permissions, from a plan's resources alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from changes import (
    ACCOUNT,
    OTHER,
    arn_of,
    changed,
    created,
    deleted,
    forgotten,
    kept,
    plan,
    replaced,
    role,
)
from lakeform.gate.facts.accounts import Whose
from lakeform.review.access import Turn, access_changes

ROLES = (role("analyst"), role("engineer"))


def grant(permissions: list[str], who: str = "analyst", **target: Any) -> dict[str, Any]:
    return {"principal": arn_of(who), "permissions": permissions, **target}


def on_table(*excluded: str, only: tuple[str, ...] = ()) -> dict[str, Any]:
    block: dict[str, Any] = {"database_name": "sales", "name": "orders"}
    if only:
        block["column_names"] = list(only)
    else:
        block |= {"wildcard": True, "excluded_column_names": list(excluded) or None}
    return {"table_with_columns": [block]}


def cells(name: str, rows: str | None, *excluded: str) -> dict[str, Any]:
    row = {"all_rows_wildcard": [{}]} if rows is None else {"filter_expression": rows}
    return {
        "table_data": [
            {
                "name": name,
                "database_name": "sales",
                "table_name": "orders",
                "column_wildcard": [{"excluded_column_names": list(excluded)}],
                "row_filter": [row],
            }
        ]
    }


def on_filter(name: str) -> dict[str, Any]:
    return {"data_cells_filter": [{"name": name, "database_name": "sales", "table_name": "orders"}]}


def sentences(*entries: Mapping[str, Any]) -> list[str]:
    return [change.text for change in access_changes(plan(*ROLES, *entries))]


GRANT = "aws_lakeformation_permissions.analyst"
FILTER = "aws_lakeformation_data_cells_filter.eu"


def test_a_new_grant_is_a_gain() -> None:
    entry = created(GRANT, grant(["SELECT"], **on_table("email", "phone")))
    assert sentences(entry) == ["analyst gains SELECT on sales.orders except email, phone"]


def test_a_grant_that_goes_is_a_loss() -> None:
    block = {"database": [{"name": "web"}]}
    entry = deleted(GRANT, grant(["CREATE_TABLE"], "engineer", **block))
    assert sentences(entry) == ["engineer loses CREATE_TABLE on web"]


def test_only_what_differs_is_said() -> None:
    before = grant(["ALTER", "DESCRIBE", "SELECT"], **on_table())
    after = grant(["DESCRIBE", "INSERT", "SELECT"], **on_table())
    assert sentences(changed(GRANT, before, after)) == [
        "analyst gains INSERT on sales.orders",
        "analyst loses ALTER on sales.orders",
    ]


def test_a_grant_replaced_by_one_of_the_same_meaning_is_no_change() -> None:
    before = grant(["SELECT", "DESCRIBE"], table=[{"database_name": "sales", "name": "orders"}])
    after = grant(["DESCRIBE", "SELECT"], **on_table())
    assert sentences(deleted(GRANT, before), created(f"{GRANT}_anew", after)) == []


def test_columns_that_come_and_go_are_named() -> None:
    before = grant(["SELECT"], **on_table("email", "phone"))
    after = grant(["SELECT"], **on_table("phone", "iban"))
    assert sentences(changed(GRANT, before, after)) == [
        "analyst gains SELECT on email of sales.orders",
        "analyst loses SELECT on iban of sales.orders",
    ]


def test_from_some_columns_to_all_but_some() -> None:
    before = grant(["SELECT"], **on_table(only=("amount", "email")))
    after = grant(["SELECT"], **on_table("email"))
    assert sentences(changed(GRANT, before, after)) == [
        "analyst gains SELECT on sales.orders except amount, email",
        "analyst loses SELECT on email of sales.orders",
    ]


def test_a_filter_says_which_rows_and_columns() -> None:
    assert sentences(
        created(FILTER, cells("eu", "region = 'EU'", "email")),
        created(GRANT, grant(["SELECT"], **on_filter("eu"))),
    ) == ["analyst gains SELECT on sales.orders except email, rows where region = 'EU'"]


def test_a_changed_filter_changes_the_rights_of_its_holders() -> None:
    found = sentences(
        changed(FILTER, cells("eu", "region = 'EU'", "email"), cells("eu", None, "email")),
        kept(GRANT, grant(["SELECT"], **on_filter("eu"))),
    )
    assert found == [
        "analyst sees other rows of sales.orders: rows where region = 'EU', from now all rows"
    ]


def test_a_filter_whose_grants_are_elsewhere_says_what_its_holders_see() -> None:
    before, after = cells("eu", "region = 'EU'", "email", "phone"), cells("eu", None, "phone")
    found = access_changes(plan(*ROLES, changed(FILTER, before, after)))
    assert [(each.text, each.turn, each.addresses, each.on_new) for each in found] == [
        (
            "whoever holds the filter eu gains SELECT on email of sales.orders",
            Turn.GAINS,
            (FILTER,),
            False,
        ),
        (
            "whoever holds the filter eu sees other rows of sales.orders: "
            "rows where region = 'EU', from now all rows",
            Turn.GAINS,
            (FILTER,),
            False,
        ),
    ]
    narrower = access_changes(plan(*ROLES, changed(FILTER, after, before)))
    assert {each.turn for each in narrower} == {Turn.LOSES}
    assert sentences(created(FILTER, after)) == sentences(deleted(FILTER, after)) == []
    anew = replaced(FILTER, before, after)
    assert len(sentences(anew)) == 2


def test_a_filter_of_other_columns_by_name_is_a_gain_of_what_comes() -> None:
    def of_columns(*names: str) -> dict[str, Any]:
        values = cells("eu", None)
        del values["table_data"][0]["column_wildcard"]
        values["table_data"][0]["column_names"] = list(names)
        return values

    few, more = of_columns("amount"), of_columns("amount", "email")
    assert sentences(changed(FILTER, few, more)) == [
        "whoever holds the filter eu gains SELECT on email of sales.orders"
    ]
    assert sentences(changed(FILTER, more, cells("eu", None))) == [
        "whoever holds the filter eu gains SELECT on sales.orders except amount, email"
    ]


def test_a_filter_that_changes_is_named_rather_than_the_grant_that_does_not() -> None:
    (change,) = access_changes(
        plan(
            *ROLES,
            changed(FILTER, cells("eu", "region = 'EU'"), cells("eu", None)),
            kept(GRANT, grant(["SELECT"], **on_filter("eu"))),
        )
    )
    assert (change.who, change.addresses) == ("analyst", (FILTER,))


def test_a_grant_by_tags_names_the_tags() -> None:
    policy = {
        "lf_tag_policy": [
            {
                "resource_type": "TABLE",
                "expression": [
                    {"key": "sensitivity", "values": ["public", "internal"]},
                    {"key": "domain", "values": ["sales"]},
                ],
            }
        ]
    }
    assert sentences(created(GRANT, grant(["SELECT"], **policy))) == [
        "analyst gains SELECT on tables where domain=sales, sensitivity=internal|public"
    ]


@pytest.mark.parametrize("unknown", [{}, {"table": [{"name": True}]}])
def test_all_tables_of_a_database_are_new_with_it(unknown: dict[str, Any]) -> None:
    tables = {"table": [{"database_name": "sales", "wildcard": True}]}
    entry = created(GRANT, grant(["SELECT"], **tables), unknown=unknown)
    (old,) = access_changes(plan(*ROLES, entry))
    assert old.text == "analyst gains SELECT on sales.*"
    assert not old.on_new
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    (new,) = access_changes(plan(*ROLES, database, entry))
    assert new.on_new


def test_the_right_to_grant_is_a_right_of_its_own() -> None:
    before = grant(["SELECT"], **on_table())
    after = {**before, "permissions_with_grant_option": ["SELECT"]}
    assert sentences(changed(GRANT, before, after)) == [
        "analyst gains the right to grant SELECT on sales.orders to others"
    ]
    assert sentences(created(GRANT, after)) == [
        "analyst gains SELECT on sales.orders, with the right to grant it to others"
    ]


def test_another_account_is_foreign() -> None:
    entry = created(GRANT, {**grant(["SELECT"], **on_table()), "principal": OTHER})
    (change,) = access_changes(plan(*ROLES, entry))
    assert change.text == f"account {OTHER} gains SELECT on sales.orders"
    assert change.whose is Whose.FOREIGN
    (trusted,) = access_changes(plan(*ROLES, entry), trusted=[OTHER])
    assert trusted.text == change.text
    assert trusted.whose is Whose.TRUSTED
    (own,) = access_changes(plan(*ROLES, created(GRANT, grant(["SELECT"], **on_table()))))
    assert not own.foreign


def test_what_terraform_forgets_stays_in_force() -> None:
    assert sentences(forgotten(GRANT, grant(["SELECT"], **on_table()))) == []


def test_a_principal_that_is_not_known_yet_is_named_by_its_reference() -> None:
    entry = created(
        GRANT,
        {"permissions": ["DESCRIBE"], "database": [{"name": "sales"}]},
        unknown={"principal": True},
        refers={"principal": "aws_iam_role.analyst.arn"},
    )
    assert sentences(entry) == ["analyst gains DESCRIBE on sales"]


def test_a_database_that_is_not_known_yet_is_named_by_its_reference() -> None:
    entry = created(
        GRANT,
        grant(["DESCRIBE"], database=[{}]),
        unknown={"database": [{"name": True}]},
        refers={"database": "aws_glue_catalog_database.sales.name"},
    )
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    assert sentences(database, entry) == ["analyst gains DESCRIBE on sales"]


def test_a_role_outside_the_lake_is_not_taken_for_one_inside() -> None:
    outside = {**grant(["SELECT"], **on_table())}
    outside["principal"] = f"arn:aws:iam::{ACCOUNT}:role/analyst"
    assert sentences(created(GRANT, outside)) == ["role analyst gains SELECT on sales.orders"]
    foreign = {**outside, "principal": arn_of("analyst", OTHER)}
    assert sentences(created(GRANT, foreign)) == [
        f"role acme-dev-analyst of account {OTHER} gains SELECT on sales.orders"
    ]


@pytest.mark.parametrize(
    ("made", "on_new"),
    [
        (created("aws_glue_catalog_database.web", {"name": "web"}), True),
        (kept("aws_glue_catalog_database.web", {"name": "web"}), False),
    ],
)
def test_a_grant_on_what_the_plan_makes_opens_nothing_that_was_there(
    made: dict[str, Any], on_new: bool
) -> None:
    entry = created(GRANT, grant(["DESCRIBE"], database=[{"name": "web"}]))
    (change,) = access_changes(plan(*ROLES, made, entry))
    assert change.on_new is on_new


def test_administrators_and_default_permissions() -> None:
    before = {"admins": [arn_of("analyst")]}
    after = {
        "admins": [arn_of("engineer")],
        "create_table_default_permissions": [
            {"principal": "IAM_ALLOWED_PRINCIPALS", "permissions": ["ALL"]}
        ],
    }
    entry = changed("aws_lakeformation_data_lake_settings.settings", before, after)
    assert sentences(entry) == [
        "engineer becomes an administrator of Lake Formation",
        "everyone whom IAM allows gets ALL on tables made from now on",
        "analyst is no longer an administrator of Lake Formation",
    ]


def test_opt_ins_and_hybrid_access() -> None:
    opt_in = {
        "principal": [{"data_lake_principal_identifier": arn_of("analyst")}],
        "resource_data": [{"database": [{"name": "sales"}]}],
    }
    place = {"arn": "arn:aws:s3:::acme-raw", "hybrid_access_enabled": True}
    assert sentences(
        created("aws_lakeformation_opt_in.analyst", opt_in),
        changed("aws_lakeformation_resource.raw", {**place, "hybrid_access_enabled": False}, place),
    ) == [
        "IAM policies keep giving access to s3://acme-raw, beside Lake Formation (hybrid)",
        "Lake Formation decides for analyst on sales, no longer IAM alone (opt-in)",
    ]


def test_a_new_role_cannot_take_the_short_name_of_another() -> None:
    target = {"database": [{"name": "sales"}]}
    fake = created("aws_iam_role.fake", {"name": "acme-analyst"})
    principal = f"arn:aws:iam::{ACCOUNT}:role/acme-analyst"
    entry = created(GRANT, {**grant(["DROP"], **target), "principal": principal})
    assert sentences(fake, entry) == ["role acme-analyst gains DROP on sales"]
