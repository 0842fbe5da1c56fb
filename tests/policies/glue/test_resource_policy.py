from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ACCOUNT, OTHER_ACCOUNT, document, statement
from plans import planned, verdicts

READ = {
    "Effect": "Allow",
    "Action": "glue:Get*",
    "Resource": "arn:aws:glue:us-east-1:111111111111:*",
}
MUTATION = Mutation(
    "aws_glue_resource_policy.catalogue", (), {"policy": document({**READ, "Principal": "*"})}
)
ADDRESS = "aws_glue_resource_policy.p"
MINE = Settings(accounts=(ACCOUNT,))


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(*statements)})


def test_the_own_account_passes() -> None:
    own = policy({**READ, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}})
    assert verdicts("LAKE_GLUE_8", own, settings=MINE) == {ADDRESS: "passed"}


def test_an_organisation_passes() -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    ours = policy({**READ, "Principal": "*", "Condition": condition})
    assert verdicts("LAKE_GLUE_8", ours) == {ADDRESS: "passed"}


def test_everybody_or_somebody_else_fails() -> None:
    for principal in ("*", {"AWS": "*"}, {"AWS": OTHER_ACCOUNT}):
        found = verdicts("LAKE_GLUE_8", policy({**READ, "Principal": principal}), settings=MINE)
        assert found == {ADDRESS: "failed"}


def test_what_is_denied_to_everybody_passes() -> None:
    assert verdicts("LAKE_GLUE_8", policy(statement(Effect="Deny", Principal="*"))) == {
        ADDRESS: "passed"
    }


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    assert verdicts("LAKE_GLUE_8", planned(ADDRESS, unknown={"policy": True})) == {
        ADDRESS: "unknown"
    }


def test_an_account_that_may_be_the_own_is_unknown() -> None:
    own = policy({**READ, "Principal": {"AWS": ACCOUNT}})
    assert verdicts("LAKE_GLUE_8", own) == {ADDRESS: "unknown"}
