from typing import Any

import pytest

from mutation import Mutation
from plan_parts import table
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_catalog_table.web__clicks",
    ("storage_descriptor", 0, "location"),
    "s3://elsewhere/web/clicks/",
    also=frozenset({"LAKE_GLUE_11"}),
)
ADDRESS = "aws_glue_catalog_table.sales_orders"


def located(location: str) -> dict[str, Any]:
    return table(storage_descriptor=[{"columns": [], "location": location}])


def registered(arn: str) -> dict[str, Any]:
    return planned("aws_lakeformation_resource.r", {"arn": arn})


@pytest.mark.parametrize("place", ["lake", "lake/", "lake/raw"])
def test_a_table_in_a_registered_location_passes(place: str) -> None:
    found = verdicts(
        "LAKE_LF_12", located("s3://lake/raw/orders/"), registered(f"arn:aws:s3:::{place}")
    )
    assert found == {ADDRESS: "passed"}


@pytest.mark.parametrize("arn", ["arn:aws:s3:::other", "arn:aws:s3:::lake/ra", "arn:aws:s3:::lak"])
def test_a_table_elsewhere_fails(arn: str) -> None:
    found = verdicts("LAKE_LF_12", located("s3://lake/raw/orders/"), registered(arn))
    assert found == {ADDRESS: "failed"}


def test_a_database_is_judged_by_its_location() -> None:
    database = planned(
        "aws_glue_catalog_database.d", {"name": "d", "location_uri": "s3://lake/sales/"}
    )
    address = "aws_glue_catalog_database.d"
    found = verdicts("LAKE_LF_12", database, registered("arn:aws:s3:::lake"))
    assert found == {address: "passed"}
    found = verdicts("LAKE_LF_12", database, registered("arn:aws:s3:::other"))
    assert found == {address: "failed"}


def test_what_isnt_in_s3_or_not_under_lake_formation_passes() -> None:
    assert verdicts("LAKE_LF_12", located("s3://lake/raw/")) == {ADDRESS: "passed"}
    found = verdicts("LAKE_LF_12", located("erp.public.orders"), registered("arn:aws:s3:::lake"))
    assert found == {ADDRESS: "passed"}


def test_a_registration_known_only_after_apply_is_unknown() -> None:
    bucket = planned("aws_s3_bucket.lake", {"bucket": "lake"}, unknown={"arn": True})
    place = planned(
        "aws_lakeformation_resource.r",
        unknown={"arn": True},
        refers={"arn": "aws_s3_bucket.lake.arn"},
    )
    found = verdicts("LAKE_LF_12", located("s3://lake/raw/"), bucket, place)
    assert found == {ADDRESS: "unknown"}
    found = verdicts("LAKE_LF_12", located("s3://other/raw/"), bucket, place)
    assert found == {ADDRESS: "failed"}
