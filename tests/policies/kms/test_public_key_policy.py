from typing import Any

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_kms_key.raw",
    ("policy",),
    with_statement(
        Sid="Everybody", Effect="Allow", Principal="*", Action="kms:Decrypt", Resource="*"
    ),
)
ADDRESS = "aws_kms_key.k"


def key(**changed: object) -> dict[str, Any]:
    body = statement(Action="kms:Decrypt", Resource="*", Principal="*", **changed)
    return planned(ADDRESS, {"policy": document(body)})


def test_a_condition_on_the_caller_passes() -> None:
    narrowed = key(Condition={"StringEquals": {"kms:CallerAccount": "111111111111"}})
    assert verdicts("LAKE_KMS_3", narrowed) == {ADDRESS: "passed"}


def test_a_key_without_a_policy_of_its_own_passes() -> None:
    plain = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_KMS_3", plain) == {ADDRESS: "passed"}


def test_everybody_fails_also_through_a_service() -> None:
    through = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
    assert verdicts("LAKE_KMS_3", key()) == {ADDRESS: "failed"}
    assert verdicts("LAKE_KMS_3", key(Condition=through)) == {ADDRESS: "failed"}


def test_a_policy_apart_from_its_key_is_judged() -> None:
    apart = planned(
        "aws_kms_key_policy.p", {"policy": document(statement(Action="kms:*", Principal="*"))}
    )
    assert verdicts("LAKE_KMS_3", apart) == {"aws_kms_key_policy.p": "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True}, refers={"policy": "aws_iam_role.reader.arn"})
    assert verdicts("LAKE_KMS_3", later) == {ADDRESS: "unknown"}
