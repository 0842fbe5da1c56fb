from mutation import REMOVED, Mutation
from plans import planned, verdicts

DATABASE = "aws_rds_cluster.erp"
LUSTRE = "aws_fsx_lustre_file_system.training"
MUTATION = Mutation(
    "aws_fsx_data_repository_association.training__datasets",
    (),
    REMOVED,
    "full",
    frozenset({"LAKE_FSX_1"}),
)


def test_a_last_snapshot_passes() -> None:
    found = verdicts("LAKE_DATA_3", planned(DATABASE, {"skip_final_snapshot": False}))
    assert found == {DATABASE: "passed"}


def test_no_last_snapshot_fails() -> None:
    found = verdicts("LAKE_DATA_3", planned(DATABASE, {"skip_final_snapshot": True}))
    assert found == {DATABASE: "failed"}


def test_scratch_passes() -> None:
    found = verdicts(
        "LAKE_DATA_3", planned(LUSTRE, {"deployment_type": "SCRATCH_2", "skip_final_backup": True})
    )
    assert found == {LUSTRE: "passed"}


def test_a_file_system_linked_to_s3_passes() -> None:
    found = verdicts(
        "LAKE_DATA_3",
        planned(
            LUSTRE,
            {
                "deployment_type": "PERSISTENT_1",
                "import_path": "s3://data",
                "skip_final_backup": True,
            },
        ),
    )
    assert found == {LUSTRE: "passed"}


def test_a_persistent_file_system_without_a_last_backup_fails() -> None:
    found = verdicts(
        "LAKE_DATA_3",
        planned(LUSTRE, {"deployment_type": "PERSISTENT_2", "skip_final_backup": True}),
    )
    assert found == {LUSTRE: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_DATA_3",
        planned(
            DATABASE,
            unknown={"skip_final_snapshot": True},
            refers={"skip_final_snapshot": "terraform_data.x.output"},
        ),
    )
    assert found == {DATABASE: "unknown"}
