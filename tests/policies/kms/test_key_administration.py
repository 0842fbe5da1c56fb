from typing import Any

import pytest

from mutation import Mutation, with_statement
from plan_parts import ACCOUNT, document, statement
from plans import planned, verdicts

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
MUTATION = Mutation(
    "aws_kms_key.raw",
    ("policy",),
    with_statement(
        Sid="Reader", Effect="Allow", Principal={"AWS": ROLE}, Action="kms:*", Resource="*"
    ),
)
ADDRESS = "aws_kms_key.k"


def key(who: str, action: str) -> dict[str, Any]:
    body = document(statement(Principal={"AWS": who}, Action=action, Resource="*"))
    return planned(ADDRESS, {"policy": body})


@pytest.mark.parametrize(
    ("who", "action", "outcome"),
    [
        (ROOT, "kms:*", "passed"),
        (ACCOUNT, "*", "passed"),
        (ROLE, "kms:Decrypt", "passed"),
        (ROLE, "kms:*", "failed"),
        ("${aws_iam_role.reader.arn}", "kms:*", "failed"),
    ],
)
def test_the_root_alone_has_every_action(who: str, action: str, outcome: str) -> None:
    assert verdicts("LAKE_KMS_4", key(who, action)) == {ADDRESS: outcome}


def test_a_principal_known_only_after_apply_is_unknown() -> None:
    source = "data.aws_iam_policy_document.p"
    block = {"actions": ["kms:*"], "resources": ["*"], "principals": [{"type": "AWS"}]}
    read = planned(
        source,
        {"statement": [block]},
        unknown={"statement": [{"principals": [{"identifiers": True}]}]},
    )
    later = planned(ADDRESS, unknown={"policy": True}, refers={"policy": f"{source}.json"})
    assert verdicts("LAKE_KMS_4", read, later) == {ADDRESS: "unknown"}
