from typing import Any

from lakeform.gate import Settings
from mutation import Mutation, with_statement
from plan_parts import ACCOUNT, OTHER_ACCOUNT, document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_policy.raw",
    ("policy",),
    with_statement(
        Sid="Partner",
        Effect="Allow",
        Principal={"AWS": "arn:aws:iam::999999999999:root"},
        Action="s3:GetObject",
        Resource="arn:aws:s3:::acme-ml-dev-raw-111111111111-us-east-1/*",
    ),
)
ADDRESS = "aws_s3_bucket_policy.p"
FOREIGN = f"arn:aws:iam::{OTHER_ACCOUNT}:role/reader"
MINE = Settings(accounts=(ACCOUNT,))


def policy(*principals: str) -> dict[str, Any]:
    body = document(statement(Principal={"AWS": list(principals)}))
    return planned(ADDRESS, {"bucket": "lake", "policy": body})


def test_own_and_trusted_accounts_pass() -> None:
    own = f"arn:aws:iam::{ACCOUNT}:role/a"
    assert verdicts("LAKE_S3_11", policy(own), settings=MINE) == {ADDRESS: "passed"}
    trusted = Settings(accounts=(ACCOUNT,), trusted_accounts=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_S3_11", policy(own, FOREIGN), settings=trusted) == {ADDRESS: "passed"}


def test_another_account_fails() -> None:
    for principal in (FOREIGN, OTHER_ACCOUNT):
        found = verdicts("LAKE_S3_11", policy(principal), settings=MINE)
        assert found == {ADDRESS: "failed"}


def test_a_role_that_the_plan_makes_is_the_own() -> None:
    assert verdicts("LAKE_S3_11", policy("${aws_iam_role.a.arn}")) == {ADDRESS: "passed"}


def test_an_account_that_may_be_the_own_is_unknown() -> None:
    assert verdicts("LAKE_S3_11", policy(FOREIGN)) == {ADDRESS: "unknown"}
