from typing import Any

from mutation import Mutation
from plans import planned, verdicts

LUSTRE = "aws_fsx_lustre_file_system.training"
LINK = planned(
    "aws_fsx_data_repository_association.data",
    unknown={"file_system_id": True},
    refers={"file_system_id": "aws_fsx_lustre_file_system.training.id"},
)
MUTATION = Mutation(
    "aws_fsx_lustre_file_system.added",
    (),
    {"deployment_type": "SCRATCH_2", "storage_capacity": 1200},
)


def lustre(deployment: str = "PERSISTENT_2", **values: Any) -> dict[str, Any]:
    return planned(LUSTRE, {"deployment_type": deployment, **values}, unknown={"id": True})


def test_a_persistent_file_system_passes() -> None:
    found = verdicts("LAKE_FSX_2", lustre())
    assert found == {LUSTRE: "passed"}


def test_scratch_linked_to_s3_passes() -> None:
    found = verdicts("LAKE_FSX_2", lustre("SCRATCH_2"), LINK)
    assert found == {LUSTRE: "passed"}


def test_scratch_linked_in_the_older_way_passes() -> None:
    found = verdicts("LAKE_FSX_2", lustre("SCRATCH_2", import_path="s3://data"))
    assert found == {LUSTRE: "passed"}


def test_scratch_without_a_link_fails() -> None:
    found = verdicts("LAKE_FSX_2", lustre("SCRATCH_2"))
    assert found == {LUSTRE: "failed"}


def test_scratch_is_what_lustre_is_by_default() -> None:
    found = verdicts("LAKE_FSX_2", planned(LUSTRE))
    assert found == {LUSTRE: "failed"}


def test_a_deployment_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_FSX_2",
        planned(
            LUSTRE,
            unknown={"deployment_type": True},
            refers={"deployment_type": "terraform_data.x.output"},
        ),
    )
    assert found == {LUSTRE: "unknown"}
