from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(Sid="Rights", Effect="Allow", Action="iam:PutRolePolicy", Resource="*"),
)
ADDRESS = "aws_iam_policy.p"


def policy(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(statement(**changed))})


@pytest.mark.parametrize(
    "changed",
    [
        {"Action": "iam:GetRole", "Resource": "*"},
        {"Action": "iam:PutRolePolicy", "Resource": "arn:aws:iam::111111111111:role/lake-*"},
        {
            "Action": "iam:AttachRolePolicy",
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/boundary"
                }
            },
        },
    ],
)
def test_rights_within_bounds_pass(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_13", policy(**changed)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "changed",
    [
        {"Action": "iam:*", "Resource": "*"},
        {"Action": "iam:CreatePolicyVersion", "Resource": "arn:aws:iam::111111111111:policy/*"},
        {"Action": "iam:Update*", "Resource": "arn:aws:iam::*:role/*"},
    ],
)
def test_anybodys_rights_fail(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_13", policy(**changed)) == {ADDRESS: "failed"}


def test_a_document_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_IAM_13", later) == {ADDRESS: "unknown"}
