import json
from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

POLICY = "aws_efs_file_system_policy.home"
MUTATION = Mutation(
    "aws_efs_file_system_policy.added", (), sound.open_to_everybody("elasticfilesystem:ClientMount")
)


def allow(**statement: Any) -> dict[str, Any]:
    action = "elasticfilesystem:ClientMount"
    body = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": action, **statement}
    return planned(POLICY, {"policy": json.dumps({"Statement": [body]})})


def test_identities_of_an_account_pass() -> None:
    found = verdicts("LAKE_EFS_2", allow(Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    assert found == {POLICY: "passed"}


def test_everybody_without_mounting_passes() -> None:
    found = verdicts("LAKE_EFS_2", allow(Action="elasticfilesystem:ClientRootAccess"))
    assert found == {POLICY: "passed"}


def test_everybody_fails() -> None:
    found = verdicts("LAKE_EFS_2", allow())
    assert found == {POLICY: "failed"}


def test_everybody_at_a_mount_target_fails() -> None:
    found = verdicts(
        "LAKE_EFS_2",
        allow(Condition={"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}),
    )
    assert found == {POLICY: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EFS_2",
        planned(POLICY, unknown={"policy": True}, refers={"policy": "terraform_data.x.output"}),
    )
    assert found == {POLICY: "unknown"}
