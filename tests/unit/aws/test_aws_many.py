"""Many resources as one construct."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aws_tree import Tree
from lakeform.aws.glue import (
    GlueCatalogTable,
    GlueCatalogTablePartitionKeys,
    GlueCatalogTableStorageDescriptor,
)
from lakeform.aws.lakeformation import LakeformationPermissions, LakeformationPermissionsTable
from lakeform.aws.many import Many
from lakeform.aws.provider import AwsProvider
from lakeform.aws.s3 import S3Bucket
from lakeform.engine import App, Construct, TerraformResourceLifecycle, TerraformStack

ARGUMENTS: dict[str, Any] = {
    "name": "orders",
    "database_name": "sales",
    "partition_keys": [GlueCatalogTablePartitionKeys(name="day", type="date")],
    "storage_descriptor": GlueCatalogTableStorageDescriptor(location="s3://b/"),
    "lifecycle": TerraformResourceLifecycle(prevent_destroy=True, ignore_changes=["parameters"]),
}


def test_one_of_many_is_written_like_one_alone(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")
    many = Many(tree.stack, "tables")
    address = many.add(
        GlueCatalogTable, "sales_orders", description=bucket.arn, depends_on=[bucket], **ARGUMENTS
    )
    GlueCatalogTable(tree.stack, "t", description=bucket.arn, depends_on=[bucket], **ARGUMENTS)

    assert address == "aws_glue_catalog_table.tables_sales_orders"
    written = tree.json()["resource"]["aws_glue_catalog_table"]
    assert written["tables_sales_orders"].pop("//") == {
        "metadata": {"path": "lake/tables/sales_orders", "uniqueId": "tables_sales_orders"}
    }
    del written["t"]["//"]
    assert written["tables_sales_orders"] == written["t"]
    assert written["t"]["description"] == "${aws_s3_bucket.raw.arn}"


def test_others_depend_on_the_address(tree: Tree) -> None:
    many = Many(Construct(tree.stack, "catalog"), "tables")
    table = many.add(GlueCatalogTable, "orders", **ARGUMENTS)
    grant = many.add(
        LakeformationPermissions,
        "analyst",
        principal="arn:aws:iam::111111111111:role/analyst",
        permissions=["SELECT"],
        table=LakeformationPermissionsTable(database_name="sales", name="orders"),
        depends_on=[table],
    )
    S3Bucket(tree.stack, "last", depends_on=[grant])

    assert re.fullmatch(r"aws_glue_catalog_table\.catalog_tables_[0-9A-F]{8}_orders", table)
    assert tree.resource("aws_lakeformation_permissions", grant.split(".")[1])["depends_on"] == [
        table
    ]
    assert tree.resource("aws_s3_bucket", "last")["depends_on"] == [grant]


def test_references_to_another_stack_are_found(tree: Tree) -> None:
    bucket = S3Bucket(tree.stack, "raw")
    other = tree.add_stack("other")
    Many(other, "tables").add(GlueCatalogTable, "t", description=bucket.arn, **ARGUMENTS)

    written = tree.json("other")
    assert "terraform_remote_state" in written["data"]
    assert (
        "data.terraform_remote_state"
        in (written["resource"]["aws_glue_catalog_table"]["tables_t"]["description"])
    )


def test_none_of_many_is_nothing(tree: Tree) -> None:
    Many(tree.stack, "tables")

    assert "resource" not in tree.json()


MISTAKES = [
    ({"nam": "x", "database_name": "d"}, TypeError, "missing a required argument: 'name'"),
    (
        {**ARGUMENTS, "table_typ": "x"},
        TypeError,
        "GlueCatalogTable() got an unexpected keyword argument 'table_typ'; "
        "did you mean 'table_type'?",
    ),
    ({**ARGUMENTS, "count": 2}, TypeError, "got an unexpected keyword argument 'count'"),
    ({**ARGUMENTS, "parameters": "x"}, TypeError, "GlueCatalogTable: parameters takes a map"),
    ({**ARGUMENTS, "depends_on": ["x"]}, TypeError, "depends_on takes resources and addresses"),
    ({**ARGUMENTS, "lifecycle": {}}, TypeError, "lifecycle takes a TerraformResourceLifecycle"),
    (
        {**ARGUMENTS, "lifecycle": TerraformResourceLifecycle(replace_triggered_by=["a.b"])},
        TypeError,
        "one of many takes only create_before_destroy, ignore_changes, prevent_destroy",
    ),
]


@pytest.mark.parametrize(
    ("given", "error", "message"), MISTAKES, ids=[message[:40] for _, _, message in MISTAKES]
)
def test_mistakes_are_errors_at_once(
    tree: Tree, given: dict[str, Any], error: type[Exception], message: str
) -> None:
    many = Many(tree.stack, "tables")
    with pytest.raises(error, match=re.escape(message)):
        many.add(GlueCatalogTable, "orders", **given)


def test_a_name_is_for_terraform_and_used_once(tree: Tree) -> None:
    many = Many(tree.stack, "tables")
    many.add(GlueCatalogTable, "orders", **ARGUMENTS)

    with pytest.raises(
        ValueError, match=re.escape("aws_glue_catalog_table.tables_orders is there")
    ):
        many.add(GlueCatalogTable, "orders", **ARGUMENTS)
    with pytest.raises(ValueError, match=re.escape("'sales.orders' can't be part of a Terraform")):
        many.add(GlueCatalogTable, "sales.orders", **ARGUMENTS)


def test_hcl_has_the_same_resources_at_the_same_addresses(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), hcl_output=True)
    stack = TerraformStack(app, "lake")
    AwsProvider(stack, "aws")
    address = Many(stack, "tables").add(GlueCatalogTable, "orders", **ARGUMENTS)

    type, name = address.split(".")
    hcl = stack.to_hcl_terraform()["hcl"]
    assert f'resource "{type}" "{name}" {{' in hcl
    assert 'database_name = "sales"' in hcl
    assert "prevent_destroy = true" in hcl


def test_hcl_of_an_app_that_was_not_made_for_it_is_refused(tree: Tree) -> None:
    Many(tree.stack, "tables").add(GlueCatalogTable, "orders", **ARGUMENTS)

    with pytest.raises(RuntimeError, match="HCL needs an App that was made with hcl_output=True"):
        tree.hcl()
