from typing import Any

from lakeform.gate import Settings
from mutation import Mutation, with_statement
from plan_parts import ACCOUNT, OTHER_ACCOUNT, document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_kms_key.raw",
    ("policy",),
    with_statement(
        Sid="Partner",
        Effect="Allow",
        Principal={"AWS": "arn:aws:iam::999999999999:root"},
        Action="kms:Decrypt",
        Resource="*",
    ),
)
ADDRESS = "aws_kms_key.k"
MINE = Settings(accounts=(ACCOUNT,))


def key(account: str) -> dict[str, Any]:
    who = {"AWS": f"arn:aws:iam::{account}:root"}
    body = document(statement(Principal=who, Action="kms:Decrypt", Resource="*"))
    return planned(ADDRESS, {"policy": body})


def test_own_and_trusted_accounts_pass() -> None:
    assert verdicts("LAKE_KMS_6", key(ACCOUNT), settings=MINE) == {ADDRESS: "passed"}
    trusted = Settings(accounts=(ACCOUNT,), trusted_accounts=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_KMS_6", key(OTHER_ACCOUNT), settings=trusted) == {ADDRESS: "passed"}


def test_an_existing_key_says_whose_it_is() -> None:
    arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    body = document(statement(Principal={"AWS": OTHER_ACCOUNT}, Action="kms:Decrypt"))
    existing = planned(ADDRESS, {"arn": arn, "policy": body}, actions=("no-op",), before={})
    assert verdicts("LAKE_KMS_6", existing) == {ADDRESS: "failed"}


def test_another_account_fails() -> None:
    assert verdicts("LAKE_KMS_6", key(OTHER_ACCOUNT), settings=MINE) == {ADDRESS: "failed"}


def test_an_account_that_may_be_the_own_is_unknown() -> None:
    assert verdicts("LAKE_KMS_6", key(ACCOUNT)) == {ADDRESS: "unknown"}
