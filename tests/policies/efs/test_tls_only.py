import json
from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

HOME = "aws_efs_file_system.home"
FILE_SYSTEM = planned(HOME, unknown={"id": True})
MUTATION = Mutation("aws_efs_file_system_policy.home", (), REMOVED, "full")


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return planned(
        "aws_efs_file_system_policy.home",
        {"policy": json.dumps({"Statement": list(statements)})},
        unknown={"file_system_id": True},
        refers={"file_system_id": "aws_efs_file_system.home.id"},
    )


def mount(**more: Any) -> dict[str, Any]:
    action = "elasticfilesystem:ClientMount"
    return {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": action, **more}


def refusal(**condition: str) -> dict[str, Any]:
    bools = {"aws:SecureTransport": "false", **condition}
    return {"Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": bools}}


def test_a_policy_that_denies_plain_text_passes() -> None:
    found = verdicts("LAKE_EFS_1", FILE_SYSTEM, policy(mount(), refusal()))
    assert found == {HOME: "passed"}


def test_a_policy_that_allows_only_tls_passes() -> None:
    found = verdicts(
        "LAKE_EFS_1",
        FILE_SYSTEM,
        policy(mount(Condition={"Bool": {"aws:SecureTransport": "true"}})),
    )
    assert found == {HOME: "passed"}


def test_no_policy_fails() -> None:
    found = verdicts("LAKE_EFS_1", FILE_SYSTEM)
    assert found == {HOME: "failed"}


def test_a_policy_without_a_word_of_tls_fails() -> None:
    found = verdicts("LAKE_EFS_1", FILE_SYSTEM, policy(mount()))
    assert found == {HOME: "failed"}


def test_a_refusal_that_another_condition_narrows_fails() -> None:
    found = verdicts(
        "LAKE_EFS_1",
        FILE_SYSTEM,
        policy(mount(), refusal(**{"elasticfilesystem:AccessedViaMountTarget": "true"})),
    )
    assert found == {HOME: "failed"}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EFS_1",
        FILE_SYSTEM,
        planned(
            "aws_efs_file_system_policy.home",
            unknown={"policy": True, "file_system_id": True},
            refers={"file_system_id": "aws_efs_file_system.home.id"},
        ),
    )
    assert found == {HOME: "unknown"}
