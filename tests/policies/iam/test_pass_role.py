from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(Sid="Pass", Effect="Allow", Action="iam:PassRole", Resource="*"),
)
ADDRESS = "aws_iam_policy.p"


def policy(action: str, resource: str) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(statement(Action=action, Resource=resource))})


@pytest.mark.parametrize(
    ("action", "resource", "outcome"),
    [
        ("iam:PassRole", "arn:aws:iam::111111111111:role/glue", "passed"),
        ("iam:PassRole", "arn:aws:iam::111111111111:role/lake-*", "passed"),
        ("iam:PassRole", "${aws_iam_role.glue.arn}", "passed"),
        ("iam:GetRole", "*", "passed"),
        ("iam:PassRole", "*", "failed"),
        ("iam:Pass*", "arn:aws:iam::111111111111:role/*", "failed"),
        ("iam:*", "arn:aws:iam::*:*", "failed"),
    ],
)
def test_roles_are_named(action: str, resource: str, outcome: str) -> None:
    assert verdicts("LAKE_IAM_2", policy(action, resource)) == {ADDRESS: outcome}


def test_a_document_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_IAM_2", later) == {ADDRESS: "unknown"}
