from typing import Any

from mutation import Mutation
from plans import planned, verdicts

HOME = "aws_efs_file_system.home"
FILE_SYSTEM = planned(HOME, unknown={"id": True, "arn": True})
OF_IT = {"file_system_id": "aws_efs_file_system.home.id"}
MUTATION = Mutation(
    "aws_efs_backup_policy.home", ("backup_policy", 0, "status"), "DISABLED", "full"
)


def backup(status: str) -> dict[str, Any]:
    values = {"backup_policy": [{"status": status}]}
    return planned(
        "aws_efs_backup_policy.home", values, refers=OF_IT, unknown={"file_system_id": True}
    )


def test_automatic_backups_pass() -> None:
    found = verdicts("LAKE_EFS_4", FILE_SYSTEM, backup("ENABLED"))
    assert found == {HOME: "passed"}


def test_a_selection_of_aws_backup_passes() -> None:
    found = verdicts(
        "LAKE_EFS_4",
        FILE_SYSTEM,
        planned(
            "aws_backup_selection.all",
            unknown={"resources": True},
            refers={"resources": "aws_efs_file_system.home.arn"},
        ),
    )
    assert found == {HOME: "passed"}


def test_no_backup_fails() -> None:
    found = verdicts("LAKE_EFS_4", FILE_SYSTEM)
    assert found == {HOME: "failed"}


def test_backups_that_are_off_fail() -> None:
    found = verdicts("LAKE_EFS_4", FILE_SYSTEM, backup("DISABLED"))
    assert found == {HOME: "failed"}


def test_a_status_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EFS_4",
        FILE_SYSTEM,
        planned(
            "aws_efs_backup_policy.home",
            {"backup_policy": [{}]},
            unknown={"file_system_id": True, "backup_policy": [{"status": True}]},
            refers=OF_IT,
        ),
    )
    assert found == {HOME: "unknown"}
