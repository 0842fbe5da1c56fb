from typing import Any

from lakeform.gate import Settings
from mutation import Mutation, with_statement
from plan_parts import ACCOUNT, OTHER_ACCOUNT, role, trust
from plans import verdicts

MUTATION = Mutation(
    "aws_iam_role.analyst",
    ("assume_role_policy",),
    with_statement(
        Sid="Partner",
        Effect="Allow",
        Principal={"AWS": "arn:aws:iam::999999999999:root"},
        Action="sts:AssumeRole",
    ),
)
ADDRESS = "aws_iam_role.analyst"
MINE = Settings(accounts=(ACCOUNT,))


def trusting(account: str, **changed: object) -> dict[str, Any]:
    who = {"AWS": f"arn:aws:iam::{account}:root"}
    return role(assume_role_policy=trust(Principal=who, **changed))


def test_the_own_account_passes() -> None:
    assert verdicts("LAKE_IAM_5", trusting(ACCOUNT), settings=MINE) == {ADDRESS: "passed"}


def test_another_account_needs_a_condition_or_trust() -> None:
    other = trusting(OTHER_ACCOUNT)
    condition = {"StringEquals": {"sts:ExternalId": "lake"}}
    with_id = trusting(OTHER_ACCOUNT, Condition=condition)
    assert verdicts("LAKE_IAM_5", other, settings=MINE) == {ADDRESS: "failed"}
    assert verdicts("LAKE_IAM_5", with_id, settings=MINE) == {ADDRESS: "passed"}
    trusted = Settings(accounts=(ACCOUNT,), trusted_accounts=(OTHER_ACCOUNT,))
    assert verdicts("LAKE_IAM_5", other, settings=trusted) == {ADDRESS: "passed"}


def test_an_account_that_may_be_the_own_is_unknown() -> None:
    assert verdicts("LAKE_IAM_5", trusting(ACCOUNT)) == {ADDRESS: "unknown"}
