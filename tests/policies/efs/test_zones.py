from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

HOME = "aws_efs_file_system.home"
FILE_SYSTEM = planned(HOME, unknown={"id": True, "availability_zone_name": True})
MUTATION = Mutation("aws_efs_mount_target.home__b", (), REMOVED, "full")


def target(index: int) -> dict[str, Any]:
    return planned(
        f"aws_efs_mount_target.home[{index}]",
        unknown={"file_system_id": True},
        refers={"file_system_id": "aws_efs_file_system.home.id"},
    )


def test_two_mount_targets_pass() -> None:
    found = verdicts("LAKE_EFS_5", FILE_SYSTEM, target(0), target(1))
    assert found == {HOME: "passed"}


def test_a_file_system_of_one_zone_passes() -> None:
    found = verdicts(
        "LAKE_EFS_5", planned(HOME, {"availability_zone_name": "eu-west-1a"}), target(0)
    )
    assert found == {HOME: "passed"}


def test_one_mount_target_fails() -> None:
    found = verdicts("LAKE_EFS_5", FILE_SYSTEM, target(0))
    assert found == {HOME: "failed"}


def test_mount_targets_elsewhere_are_unknown() -> None:
    found = verdicts("LAKE_EFS_5", FILE_SYSTEM)
    assert found == {HOME: "unknown"}
