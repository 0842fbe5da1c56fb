from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_athena_workgroup.analysts"
BUCKET = planned("aws_s3_bucket.results", {"bucket": "results"})
DEFAULT = planned(
    "aws_s3_bucket_server_side_encryption_configuration.results",
    {
        "bucket": "results",
        "rule": [
            {
                "apply_server_side_encryption_by_default": [
                    {"sse_algorithm": "aws:kms", "kms_master_key_id": "arn:k"}
                ]
            }
        ],
    },
)
MUTATION = Mutation(
    "aws_athena_workgroup.added",
    (),
    {"configuration": [{**sound.WORKGROUP, "result_configuration": []}]},
)


def workgroup(**encryption: str) -> dict[str, Any]:
    result: dict[str, Any] = {"output_location": "s3://results/queries/"}
    if encryption:
        result["encryption_configuration"] = [encryption]
    return planned(WORKGROUP, {"configuration": [{"result_configuration": [result]}]})


def test_a_key_of_the_account_passes() -> None:
    found = verdicts("LAKE_ATHENA_2", workgroup(encryption_option="SSE_KMS", kms_key_arn="arn:k"))
    assert found == {WORKGROUP: "passed"}


def test_the_default_key_of_the_bucket_passes() -> None:
    found = verdicts("LAKE_ATHENA_2", workgroup(), BUCKET, DEFAULT)
    assert found == {WORKGROUP: "passed"}


def test_the_key_of_s3_fails() -> None:
    found = verdicts("LAKE_ATHENA_2", workgroup(encryption_option="SSE_S3"))
    assert found == {WORKGROUP: "failed"}


def test_a_bucket_without_a_key_fails() -> None:
    found = verdicts("LAKE_ATHENA_2", workgroup(), BUCKET)
    assert found == {WORKGROUP: "failed"}


def test_no_place_for_results_fails() -> None:
    found = verdicts("LAKE_ATHENA_2", planned(WORKGROUP, {"configuration": [{}]}))
    assert found == {WORKGROUP: "failed"}


def test_a_bucket_elsewhere_is_unknown() -> None:
    found = verdicts("LAKE_ATHENA_2", workgroup())
    assert found == {WORKGROUP: "unknown"}
