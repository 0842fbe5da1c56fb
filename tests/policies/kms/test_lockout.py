from typing import Any

from mutation import Mutation, without_statement
from plan_parts import ACCOUNT, document, statement
from plans import planned, verdicts

ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
ROLE = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/admin"}
MUTATION = Mutation("aws_kms_key.raw", ("policy",), without_statement("Management"))
ADDRESS = "aws_kms_key.k"


def key(principal: dict[str, str], **changed: object) -> dict[str, Any]:
    body = statement(Principal=principal, Action="kms:Put*", Resource="*", **changed)
    return planned(ADDRESS, {"policy": document(body)})


def test_the_root_may_change_the_policy() -> None:
    assert verdicts("LAKE_KMS_5", key(ROOT)) == {ADDRESS: "passed"}
    plain = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_KMS_5", plain) == {ADDRESS: "passed"}


def test_a_role_alone_or_a_root_under_a_condition_fails() -> None:
    narrowed = {"StringEquals": {"aws:PrincipalArn": ROLE["AWS"]}}
    assert verdicts("LAKE_KMS_5", key(ROLE)) == {ADDRESS: "failed"}
    assert verdicts("LAKE_KMS_5", key(ROOT, Condition=narrowed)) == {ADDRESS: "failed"}


def test_a_check_that_is_turned_off_fails() -> None:
    values = {"policy": document(), "bypass_policy_lockout_safety_check": True}
    assert verdicts("LAKE_KMS_5", planned(ADDRESS, values)) == {ADDRESS: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True}, refers={"policy": "aws_iam_role.admin.arn"})
    assert verdicts("LAKE_KMS_5", later) == {ADDRESS: "unknown"}
