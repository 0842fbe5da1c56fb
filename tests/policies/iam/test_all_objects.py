from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(
        Sid="Objects", Effect="Allow", Action="s3:GetObject", Resource="arn:aws:s3:::*/*"
    ),
)
ADDRESS = "aws_iam_policy.p"


def policy(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(statement(**changed))})


@pytest.mark.parametrize(
    "changed",
    [
        {"Resource": "arn:aws:s3:::lake/*"},
        {"Resource": "arn:aws:s3:::lake-*/*"},
        {"Resource": "*", "Action": "s3:ListAllMyBuckets"},
        {"Resource": "*", "Condition": {"StringEquals": {"s3:ResourceAccount": "111111111111"}}},
    ],
)
def test_named_buckets_pass(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_3", policy(**changed)) == {ADDRESS: "passed"}


@pytest.mark.parametrize(
    "changed",
    [
        {"Resource": "*"},
        {"Resource": "arn:aws:s3:::*", "Action": "s3:*"},
        {"Resource": "arn:aws:s3:::*/*", "Action": ["s3:DeleteObject*"]},
    ],
)
def test_every_bucket_fails(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_3", policy(**changed)) == {ADDRESS: "failed"}


def test_a_data_source_with_unknown_resources_is_judged_by_the_known_ones() -> None:
    source = "data.aws_iam_policy_document.p"
    block = {"actions": ["s3:GetObject"], "resources": ["*", None]}
    read = planned(
        source, {"statement": [block]}, unknown={"statement": [{"resources": [False, True]}]}
    )
    made = planned(ADDRESS, unknown={"policy": True}, refers={"policy": f"{source}.json"})
    assert verdicts("LAKE_IAM_3", read, made) == {ADDRESS: "failed"}


def test_a_document_that_takes_in_another_is_unknown() -> None:
    source = "data.aws_iam_policy_document.p"
    read = planned(source, {"statement": []}, unknown={"source_policy_documents": True})
    made = planned(ADDRESS, unknown={"policy": True}, refers={"policy": f"{source}.json"})
    assert verdicts("LAKE_IAM_3", read, made) == {ADDRESS: "unknown"}
