from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(Sid="All", Effect="Allow", NotAction="iam:*", Resource="*"),
    also=frozenset({"LAKE_IAM_3", "LAKE_IAM_11", "LAKE_IAM_12"}),
)
ADDRESS = "aws_iam_policy.p"


def policy(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(statement(**changed))})


@pytest.mark.parametrize(
    "changed",
    [
        {"Action": "*", "Resource": "arn:aws:s3:::lake/*"},
        {"Action": "s3:*", "Resource": "*"},
        {"Action": "*", "Resource": "*", "Effect": "Deny"},
    ],
)
def test_something_passes(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_1", policy(**changed)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "changed",
    [
        {"Action": "*", "Resource": "*"},
        {"Action": ["s3:GetObject", "*"], "Resource": ["arn:aws:s3:::lake/*", "*"]},
        {"Action": None, "NotAction": "iam:*", "Resource": "*"},
        {"Action": "*", "Resource": None, "NotResource": "arn:aws:s3:::lake"},
    ],
)
def test_everything_fails(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_1", policy(**changed)) == {ADDRESS: "failed"}


def test_unknown_arns_dont_hide_it() -> None:
    text = document(statement(Action="*", Resource=["${aws_s3_bucket.lake.arn}", "*"]))
    written = planned(ADDRESS, unknown={"policy": True}, written={"policy": text})
    assert verdicts("LAKE_IAM_1", written) == {ADDRESS: "failed"}


@pytest.mark.parametrize(
    "kind", ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"]
)
def test_it_is_found_wherever_it_is_written(kind: str) -> None:
    text = document(statement(Action="*", Resource="*"))
    assert verdicts("LAKE_IAM_1", planned(f"{kind}.p", {"policy": text})) == {f"{kind}.p": "failed"}


def test_policies_inside_a_role_are_judged() -> None:
    text = document(statement(Action="*", Resource="*"))
    inline = planned("aws_iam_role.r", {"inline_policy": [{"name": "all", "policy": text}]})
    assert verdicts("LAKE_IAM_1", inline) == {"aws_iam_role.r": "failed"}
    plain = planned("aws_iam_role.r", unknown={"inline_policy": True})
    assert verdicts("LAKE_IAM_1", plain) == {"aws_iam_role.r": "passed"}


def test_a_document_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True}, refers={"policy": "aws_s3_bucket.lake.arn"})
    assert verdicts("LAKE_IAM_1", later) == {ADDRESS: "unknown"}
    inline = planned(
        "aws_iam_role.r",
        {"inline_policy": [{"name": "some"}]},
        unknown={"inline_policy": [{"policy": True}]},
        expressions={"inline_policy": [{"policy": {"references": ["var.policy"]}}]},
    )
    assert verdicts("LAKE_IAM_1", inline) == {"aws_iam_role.r": "unknown"}
