from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

LUSTRE = "aws_fsx_lustre_file_system.training"
LINK = planned(
    "aws_fsx_data_repository_association.data",
    unknown={"file_system_id": True},
    refers={"file_system_id": "aws_fsx_lustre_file_system.training.id"},
)
MUTATION = Mutation(
    "aws_fsx_data_repository_association.training__datasets",
    (),
    REMOVED,
    "full",
    frozenset({"LAKE_DATA_3"}),
)


def lustre(deployment: str = "PERSISTENT_2", **values: Any) -> dict[str, Any]:
    return planned(LUSTRE, {"deployment_type": deployment, **values}, unknown={"id": True})


def test_a_backup_kept_for_a_week_passes() -> None:
    found = verdicts("LAKE_FSX_1", lustre(automatic_backup_retention_days=7))
    assert found == {LUSTRE: "passed"}


def test_a_link_to_s3_passes() -> None:
    found = verdicts("LAKE_FSX_1", lustre(automatic_backup_retention_days=0), LINK)
    assert found == {LUSTRE: "passed"}


def test_a_scratch_file_system_passes() -> None:
    found = verdicts("LAKE_FSX_1", lustre("SCRATCH_2"))
    assert found == {LUSTRE: "passed"}


def test_no_backup_fails() -> None:
    found = verdicts("LAKE_FSX_1", lustre(automatic_backup_retention_days=0))
    assert found == {LUSTRE: "failed"}


def test_a_file_system_that_leaves_it_to_fsx_fails() -> None:
    found = verdicts(
        "LAKE_FSX_1",
        planned(
            LUSTRE,
            {"deployment_type": "PERSISTENT_1"},
            unknown={"automatic_backup_retention_days": True},
        ),
    )
    assert found == {LUSTRE: "failed"}


def test_another_kind_without_backup_fails() -> None:
    found = verdicts(
        "LAKE_FSX_1",
        planned("aws_fsx_openzfs_file_system.z", {"automatic_backup_retention_days": 0}),
    )
    assert found == {"aws_fsx_openzfs_file_system.z": "failed"}


def test_days_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_FSX_1",
        planned(
            LUSTRE,
            {"deployment_type": "PERSISTENT_2"},
            unknown={"automatic_backup_retention_days": True},
            refers={"automatic_backup_retention_days": "terraform_data.x.output"},
        ),
    )
    assert found == {LUSTRE: "unknown"}
