from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import document, statement
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_role_policy.analyst",
    ("policy",),
    with_statement(Sid="Keys", Effect="Allow", Action="kms:Decrypt", Resource="*"),
)
ADDRESS = "aws_iam_policy.p"
ALIAS = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/lake-raw"}}
KEYS = "arn:aws:kms:us-east-1:111111111111:key/*"


def policy(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"policy": document(statement(Action="kms:Decrypt", **changed))})


@pytest.mark.parametrize(
    "changed",
    [
        {"Resource": "arn:aws:kms:us-east-1:111111111111:key/k"},
        {"Resource": "${aws_kms_key.raw.arn}"},
        {"Resource": KEYS, "Condition": ALIAS},
    ],
)
def test_named_keys_pass(changed: dict[str, Any]) -> None:
    assert verdicts("LAKE_IAM_12", policy(**changed)) == {ADDRESS: "passed"}


@pytest.mark.parametrize("resource", ["*", KEYS, "arn:aws:kms:*:*:*"])
def test_every_key_fails(resource: str) -> None:
    assert verdicts("LAKE_IAM_12", policy(Resource=resource)) == {ADDRESS: "failed"}


def test_a_document_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"policy": True})
    assert verdicts("LAKE_IAM_12", later) == {ADDRESS: "unknown"}
