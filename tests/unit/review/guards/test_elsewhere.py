"""Where data goes, and whose keys it is encrypted with."""

from __future__ import annotations

from typing import Any

import pytest

from changes import ACCOUNT, OTHER, changed, created, kept, plan, replaced, role
from lakeform.gate.findings import Finding
from lakeform.gate.verdict import Outcome
from lakeform.review.guards import guard

ROLES = (role("analyst"), role("engineer"))
REPLICATION = "aws_s3_bucket_replication_configuration.raw"
RAW = kept("aws_s3_bucket.raw", {"bucket": "raw", "arn": "arn:aws:s3:::raw"})
COPY = kept("aws_s3_bucket.copy", {"bucket": "copy", "arn": "arn:aws:s3:::copy"})


def found(*entries: Any, **more: Any) -> tuple[Finding, ...]:
    return guard(plan(*ROLES, *entries), **more)


def policies(*entries: Any, **more: Any) -> list[str]:
    return [each.policy for each in found(*entries, **more)]


def key(account: str, name: str = "k") -> str:
    return f"arn:aws:kms:eu-central-1:{account}:key/{name}"


def replication(bucket: str, account: str | None = None) -> dict[str, Any]:
    destination = {"bucket": f"arn:aws:s3:::{bucket}", "account": account}
    return {"bucket": "raw", "rule": [{"status": "Enabled", "destination": [destination]}]}


def test_replication_to_another_account_is_a_finding_new_or_changed() -> None:
    own, other = replication("copy"), replication("copy", OTHER)
    (finding,) = found(RAW, COPY, changed(REPLICATION, own, other))
    assert (finding.policy, finding.outcome) == ("GUARD_ACCESS_5", Outcome.FAILED)
    assert finding.reason == f"replicates to account {OTHER}: {OTHER}"
    assert policies(RAW, COPY, created(REPLICATION, other)) == ["GUARD_ACCESS_5"]
    assert policies(RAW, COPY, changed(REPLICATION, other, own)) == []
    assert policies(RAW, COPY, changed(REPLICATION, own, other), trusted=[OTHER]) == []
    assert policies(RAW, COPY, changed(REPLICATION, own, other), account=OTHER) == []


def test_another_bucket_that_is_not_in_the_plan_may_be_anybodys() -> None:
    (finding,) = found(RAW, changed(REPLICATION, replication("copy"), replication("theirs")))
    assert finding.outcome is Outcome.UNKNOWN
    assert policies(RAW, COPY, changed(REPLICATION, replication("old"), replication("copy"))) == []


def test_data_that_exists_and_that_something_new_sends_may_go_to_anybody() -> None:
    (finding,) = found(RAW, created(REPLICATION, replication("theirs")))
    assert (finding.policy, finding.outcome) == ("GUARD_ACCESS_5", Outcome.UNKNOWN)
    assert finding.reason == (
        "replicates to arn:aws:s3:::theirs, of which the plan doesn't say whose it is"
    )
    new = created("aws_s3_bucket.raw", {"bucket": "raw"})
    database = kept("aws_glue_catalog_database.raw", {"name": "raw"})
    assert policies(new, database, created(REPLICATION, replication("theirs"))) == []
    assert policies(RAW, COPY, created(REPLICATION, replication("copy"))) == []


def test_where_the_account_is_said_the_bucket_is_not_anybodys() -> None:
    (finding,) = found(RAW, created(REPLICATION, replication("theirs", OTHER)))
    assert (finding.outcome, finding.reason) == (
        Outcome.FAILED,
        f"replicates to account {OTHER}: {OTHER}",
    )


def test_a_key_says_whose_the_replica_is() -> None:
    values = replication("theirs")
    encryption = {"replica_kms_key_id": key(OTHER)}
    values["rule"][0]["destination"][0]["encryption_configuration"] = [encryption]
    (finding,) = found(RAW, created(REPLICATION, values))
    assert finding.reason == f"replicates to account {OTHER}: {key(OTHER)}"


def test_replication_inside_a_bucket_that_exists_counts_from_its_first_rule() -> None:
    destination = {"destination": [{"bucket": "arn:aws:s3:::theirs"}]}
    after = {"bucket": "raw", "replication_configuration": [{"rules": [destination]}]}
    (finding,) = found(changed("aws_s3_bucket.raw", {"bucket": "raw"}, after))
    assert (finding.policy, finding.outcome) == ("GUARD_ACCESS_5", Outcome.UNKNOWN)


def test_a_new_delivery_of_a_stream_that_exists_is_one_and_of_a_new_stream_is_none() -> None:
    arn = f"arn:aws:kinesis:eu-central-1:{ACCOUNT}:stream/events"
    values = {"name": "events", "arn": arn}
    delivery = created(
        "aws_kinesis_firehose_delivery_stream.events",
        {
            "kinesis_source_configuration": [{"kinesis_stream_arn": arn}],
            "extended_s3_configuration": [{"bucket_arn": "arn:aws:s3:::theirs"}],
        },
    )
    assert policies(kept(STREAM, values), delivery) == ["GUARD_ACCESS_5"]
    assert policies(delivery) == ["GUARD_ACCESS_5"]
    assert policies(created(STREAM, values), delivery) == []
    direct = {"extended_s3_configuration": [{"bucket_arn": "arn:aws:s3:::theirs"}]}
    assert policies(created("aws_kinesis_firehose_delivery_stream.events", direct)) == []


@pytest.mark.parametrize(
    ("type", "values", "outcome"),
    [
        (
            "aws_dynamodb_table_export",
            {"table_arn": "arn", "s3_bucket": "theirs", "s3_bucket_owner": OTHER},
            Outcome.FAILED,
        ),
        (
            "aws_dynamodb_table_export",
            {"table_arn": "arn", "s3_bucket": "theirs"},
            Outcome.UNKNOWN,
        ),
        (
            "aws_rds_export_task",
            {"source_arn": "arn", "s3_bucket_name": "theirs"},
            Outcome.UNKNOWN,
        ),
        (
            "aws_s3tables_table_bucket_replication",
            {
                "rule": [
                    {
                        "destination": [
                            {
                                "destination_table_bucket_arn": (
                                    f"arn:aws:s3tables:eu-central-1:{OTHER}:bucket/theirs"
                                )
                            }
                        ]
                    }
                ]
            },
            Outcome.FAILED,
        ),
    ],
)
def test_a_new_export_or_replica_of_a_table_is_one(
    type: str, values: dict[str, Any], outcome: Outcome
) -> None:
    (finding,) = found(created(f"{type}.one", values))
    assert (finding.policy, finding.outcome) == ("GUARD_ACCESS_5", outcome)


@pytest.mark.parametrize(
    ("type", "attribute", "service"),
    [
        ("aws_cloudwatch_log_subscription_filter", "destination_arn", "logs"),
        ("aws_cloudwatch_event_target", "arn", "sqs"),
        ("aws_sns_topic_subscription", "endpoint", "sqs"),
        ("aws_pipes_pipe", "target", "kinesis"),
    ],
)
def test_what_is_sent_by_arn_is_held_to_its_account(
    type: str, attribute: str, service: str
) -> None:
    def to(account: str) -> dict[str, Any]:
        return {attribute: f"arn:aws:{service}:eu-central-1:{account}:there"}

    assert policies(changed(f"{type}.x", to(ACCOUNT), to(OTHER))) == ["GUARD_ACCESS_5"]
    assert policies(created(f"{type}.x", to(OTHER))) == ["GUARD_ACCESS_5"]
    assert policies(created(f"{type}.x", to(ACCOUNT))) == []
    assert policies(changed(f"{type}.x", {**to(OTHER), "a": 1}, {**to(OTHER), "a": 2})) == []


def test_a_delivery_stream_that_delivers_elsewhere() -> None:
    def stream(bucket: str) -> dict[str, Any]:
        return {"extended_s3_configuration": [{"bucket_arn": f"arn:aws:s3:::{bucket}"}]}

    address = "aws_kinesis_firehose_delivery_stream.events"
    assert policies(RAW, changed(address, stream("raw"), stream("theirs"))) == ["GUARD_ACCESS_5"]
    assert policies(RAW, changed(address, stream("old"), stream("raw"))) == []


def encrypted(arn: str | None) -> dict[str, Any]:
    default = {"sse_algorithm": "aws:kms", "kms_master_key_id": arn}
    return {"bucket": "raw", "rule": [{"apply_server_side_encryption_by_default": [default]}]}


SSE = "aws_s3_bucket_server_side_encryption_configuration.raw"
STREAM = "aws_kinesis_stream.events"


def test_a_key_that_becomes_one_of_another_account_is_a_finding() -> None:
    mine, theirs = key(ACCOUNT), key(OTHER)
    (finding,) = found(RAW, changed(SSE, encrypted(mine), encrypted(theirs)))
    assert finding.policy == "GUARD_ENCRYPTION_2"
    assert finding.reason == (
        "rule.apply_server_side_encryption_by_default.kms_master_key_id is a key of account "
        f"{OTHER}: {theirs}"
    )
    for before in ({"kms_key_id": mine}, {"kms_key_id": "alias/aws/kinesis"}, {}):
        assert policies(changed(STREAM, before, {"kms_key_id": theirs})) == ["GUARD_ENCRYPTION_2"]
    anew = replaced(STREAM, {"kms_key_id": mine}, {"kms_key_id": theirs})
    assert "GUARD_ENCRYPTION_2" in policies(anew)


def test_another_key_of_the_same_account_or_of_a_trusted_one_is_none() -> None:
    mine, theirs = {"kms_key_id": key(ACCOUNT)}, {"kms_key_id": key(OTHER)}
    again = {"kms_key_id": key(OTHER, "k2")}
    assert policies(changed(STREAM, mine, {"kms_key_id": key(ACCOUNT, "k2")})) == []
    assert policies(changed(STREAM, theirs, again)) == []
    assert policies(changed(STREAM, theirs, mine)) == []
    assert policies(changed(STREAM, mine, theirs), trusted=[OTHER]) == []


def test_what_is_new_may_have_any_key_and_a_new_setting_of_what_exists_may_not() -> None:
    theirs = encrypted(key(OTHER))
    assert policies(created(STREAM, {"kms_key_id": key(OTHER)})) == []
    new = created("aws_s3_bucket.raw", {"bucket": "raw"})
    assert policies(new, created(SSE, theirs)) == []
    assert policies(RAW, created(SSE, theirs)) == ["GUARD_ENCRYPTION_2"]
