from mutation import REMOVED, Mutation
from plans import planned, verdicts

LUSTRE = "aws_fsx_lustre_file_system.training"
MUTATION = Mutation("aws_fsx_lustre_file_system.training", ("kms_key_id",), REMOVED, "full")


def test_a_key_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_FSX_3",
        planned(
            LUSTRE,
            {"deployment_type": "PERSISTENT_2"},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "aws_kms_key.own.arn"},
        ),
    )
    assert found == {LUSTRE: "passed"}


def test_scratch_takes_no_key_and_passes() -> None:
    found = verdicts("LAKE_FSX_3", planned(LUSTRE, {"deployment_type": "SCRATCH_2"}))
    assert found == {LUSTRE: "passed"}


def test_a_key_left_to_fsx_fails() -> None:
    found = verdicts(
        "LAKE_FSX_3",
        planned(LUSTRE, {"deployment_type": "PERSISTENT_2"}, unknown={"kms_key_id": True}),
    )
    assert found == {LUSTRE: "failed"}


def test_another_kind_without_a_key_fails() -> None:
    found = verdicts("LAKE_FSX_3", planned("aws_fsx_ontap_file_system.o"))
    assert found == {"aws_fsx_ontap_file_system.o": "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_FSX_3",
        planned(
            LUSTRE,
            {"deployment_type": "PERSISTENT_2"},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "data.aws_kms_key.k.arn"},
        ),
    )
    assert found == {LUSTRE: "unknown"}
