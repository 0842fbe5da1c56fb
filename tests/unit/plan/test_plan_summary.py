"""A plan in numbers."""

from __future__ import annotations

import pytest

from lakeform.plan import Action, Change, Plan, Replacement, Row, summarise
from lakeform.plan.summary import service_of


def change(address: str, action: Action, **more: object) -> Change:
    kind, _, name = address.rpartition(".")
    return Change(address=address, type=kind, name=name, action=action, **more)  # type: ignore[arg-type]


def plan_of(*changes: Change, drift: tuple[Change, ...] = ()) -> Plan:
    return Plan("1.2", "1.11.4", changes, drift)


def test_the_closing_line_is_terraforms() -> None:
    """Terraform 1.11 printed this line for these changes."""
    summary = summarise(
        plan_of(
            change("terraform_data.fg", Action.FORGET),
            change("terraform_data.gone", Action.DELETE),
            change("terraform_data.imp", Action.IMPORT, import_id="xyz"),
            change("terraform_data.new", Action.MOVE, previous_address="terraform_data.old"),
            change("terraform_data.rep", Action.REPLACE, replacement=Replacement.DELETE_FIRST),
            change("terraform_data.repc", Action.REPLACE, replacement=Replacement.CREATE_FIRST),
            change("terraform_data.sens", Action.UPDATE),
            change("terraform_data.upd", Action.UPDATE),
        )
    )
    assert summary.line == "Plan: 1 to import, 2 to add, 2 to change, 3 to destroy."


def test_nothing_to_do() -> None:
    summary = summarise(plan_of(change("aws_vpc.a", Action.NO_OP)))
    assert summary.line == "Plan: 0 to add, 0 to change, 0 to destroy."
    assert summary.counts == {Action.NO_OP: 1}


def test_a_replacement_that_forgets_destroys_nothing() -> None:
    summary = summarise(
        plan_of(change("aws_vpc.a", Action.REPLACE, replacement=Replacement.FORGET_OLD))
    )
    assert (summary.add, summary.destroy) == (1, 0)


def test_an_import_with_an_update_counts_as_both() -> None:
    summary = summarise(plan_of(change("aws_vpc.a", Action.UPDATE, import_id="vpc-1")))
    assert summary.line == "Plan: 1 to import, 0 to add, 1 to change, 0 to destroy."


def test_a_row_a_service_and_a_type() -> None:
    summary = summarise(
        plan_of(
            change("aws_s3_bucket.a", Action.CREATE),
            change("aws_s3_bucket.b", Action.DELETE),
            change("aws_s3_bucket_policy.a", Action.CREATE),
            change("aws_glue_catalog_database.a", Action.UPDATE),
            change("data.aws_region.here", Action.READ, mode="data"),
        )
    )
    assert summary.services == (
        Row("Glue", {Action.UPDATE: 1}, (Row("aws_glue_catalog_database", {Action.UPDATE: 1}),)),
        Row(
            "S3",
            {Action.CREATE: 2, Action.DELETE: 1},
            (
                Row("aws_s3_bucket", {Action.CREATE: 1, Action.DELETE: 1}),
                Row("aws_s3_bucket_policy", {Action.CREATE: 1}),
            ),
        ),
    )
    assert [row.total for row in summary.services] == [1, 3]


def test_drift_is_counted() -> None:
    assert summarise(plan_of(drift=(change("aws_vpc.a", Action.UPDATE),))).drifted == 1


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("aws_s3_bucket_lifecycle_configuration", "S3"),
        ("aws_s3tables_table", "S3 Tables"),
        ("aws_kinesis_stream", "Kinesis"),
        ("aws_kinesis_firehose_delivery_stream", "Firehose"),
        ("aws_kinesisanalyticsv2_application", "Managed Flink"),
        ("aws_route_table_association", "VPC"),
        ("aws_route53_record", "Route 53"),
        ("aws_default_security_group", "VPC"),
        ("aws_vpc_endpoint", "VPC"),
        ("aws_cloudwatch_log_group", "CloudWatch"),
        ("aws_cloudwatch_event_rule", "EventBridge"),
        ("aws_lakeformation_permissions", "Lake Formation"),
        ("aws_emrserverless_application", "EMR Serverless"),
        ("aws_polly_lexicon", "polly"),
        ("kubernetes_namespace", "kubernetes"),
        ("terraform_data", "terraform"),
    ],
)
def test_services(kind: str, service: str) -> None:
    assert service_of(kind) == service
