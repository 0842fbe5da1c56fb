from mutation import Mutation
from plans import planned, verdicts

HOME = "aws_efs_file_system.home"
MUTATION = Mutation("aws_efs_file_system.home", ("encrypted",), False, "full")


def test_a_key_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_EFS_3",
        planned(
            HOME,
            {"encrypted": True},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "aws_kms_key.own.arn"},
        ),
    )
    assert found == {HOME: "passed"}


def test_no_encryption_fails() -> None:
    found = verdicts("LAKE_EFS_3", planned(HOME, {"encrypted": False}))
    assert found == {HOME: "failed"}


def test_encryption_left_out_fails() -> None:
    found = verdicts("LAKE_EFS_3", planned(HOME, unknown={"encrypted": True, "kms_key_id": True}))
    assert found == {HOME: "failed"}


def test_a_key_left_to_aws_fails() -> None:
    found = verdicts("LAKE_EFS_3", planned(HOME, {"encrypted": True}, unknown={"kms_key_id": True}))
    assert found == {HOME: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EFS_3",
        planned(
            HOME,
            {"encrypted": True},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "data.aws_kms_key.k.arn"},
        ),
    )
    assert found == {HOME: "unknown"}


def test_encryption_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EFS_3",
        planned(HOME, unknown={"encrypted": True}, refers={"encrypted": "terraform_data.x.output"}),
    )
    assert found == {HOME: "unknown"}
