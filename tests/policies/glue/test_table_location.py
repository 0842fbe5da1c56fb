from typing import Any

from mutation import Mutation
from plan_parts import table
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_catalog_table.web__clicks",
    ("storage_descriptor", 0, "location"),
    "s3://elsewhere/web/clicks/",
    also=frozenset({"LAKE_LF_12"}),
)
ADDRESS = "aws_glue_catalog_table.sales_orders"
BUCKET = planned("aws_s3_bucket.lake", {"bucket": "lake"})


def located(location: str) -> dict[str, Any]:
    return table(storage_descriptor=[{"columns": [], "location": location}])


def test_a_table_in_a_bucket_of_the_plan_passes() -> None:
    found = verdicts("LAKE_GLUE_11", BUCKET, located("s3://lake/orders/"))
    assert found == {ADDRESS: "passed"}


def test_a_table_elsewhere_fails() -> None:
    found = verdicts("LAKE_GLUE_11", BUCKET, located("s3://other/orders/"))
    assert found == {ADDRESS: "failed"}


def test_a_table_outside_s3_passes() -> None:
    assert verdicts("LAKE_GLUE_11", located("erp.public.orders")) == {ADDRESS: "passed"}


def test_a_location_known_only_after_apply_passes_by_its_bucket_only() -> None:
    unknown = {"storage_descriptor": [{"location": True}]}
    values = {"name": "orders", "storage_descriptor": [{"columns": []}]}
    reference = {"location": {"references": ["aws_s3_bucket.lake.id", "aws_s3_bucket.lake"]}}
    inside = planned(
        ADDRESS, values, unknown=unknown, expressions={"storage_descriptor": [reference]}
    )
    assert verdicts("LAKE_GLUE_11", BUCKET, inside) == {ADDRESS: "passed"}
    anywhere = planned(ADDRESS, values, unknown=unknown)
    assert verdicts("LAKE_GLUE_11", BUCKET, anywhere) == {ADDRESS: "unknown"}
