from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ACCOUNT, OTHER_ACCOUNT
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_replication_configuration.r",
    (),
    {
        "bucket": "acme-ml-dev-raw-111111111111-us-east-1",
        "rule": [
            {
                "status": "Enabled",
                "destination": [
                    {
                        "bucket": "arn:aws:s3:::copy",
                        "account": "999999999999",
                        "encryption_configuration": [
                            {"replica_kms_key_id": "arn:aws:kms:us-west-2:999999999999:key/k"}
                        ],
                    }
                ],
                "source_selection_criteria": [
                    {"sse_kms_encrypted_objects": [{"status": "Enabled"}]}
                ],
            }
        ],
    },
)
ADDRESS = "aws_s3_bucket_replication_configuration.r"
MINE = Settings(accounts=(ACCOUNT,), trusted_accounts=("222222222222",))


def replication(**to: object) -> dict[str, Any]:
    rule = {"status": "Enabled", "destination": [{"bucket": "arn:aws:s3:::copy", **to}]}
    return planned(ADDRESS, {"bucket": "lake", "rule": [rule]})


def test_an_own_or_trusted_account_passes() -> None:
    for account in (ACCOUNT, "222222222222"):
        found = verdicts("LAKE_S3_13", replication(account=account), settings=MINE)
        assert found == {ADDRESS: "passed"}


def test_a_bucket_of_the_plan_passes() -> None:
    copy = planned("aws_s3_bucket.copy", {"bucket": "copy"})
    found = verdicts("LAKE_S3_13", copy, replication())
    assert found == {ADDRESS: "passed", "aws_s3_bucket.copy": "passed"}


def test_another_account_fails() -> None:
    found = verdicts("LAKE_S3_13", replication(account=OTHER_ACCOUNT), settings=MINE)
    assert found == {ADDRESS: "failed"}


def test_a_bucket_that_isnt_in_the_plan_is_unknown() -> None:
    assert verdicts("LAKE_S3_13", replication(), settings=MINE) == {ADDRESS: "unknown"}
