from mutation import Mutation
from plans import planned, verdicts

VOLUME = "aws_ebs_volume.data"
MUTATION = Mutation("aws_ebs_volume.scratch", ("encrypted",), False, "full")


def test_a_key_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_EBS_1",
        planned(
            VOLUME,
            {"encrypted": True},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "aws_kms_key.own.arn"},
        ),
    )
    assert found == {VOLUME: "passed"}


def test_no_encryption_fails() -> None:
    found = verdicts("LAKE_EBS_1", planned(VOLUME, {"encrypted": False}))
    assert found == {VOLUME: "failed"}


def test_encryption_left_out_fails() -> None:
    found = verdicts("LAKE_EBS_1", planned(VOLUME, unknown={"encrypted": True, "kms_key_id": True}))
    assert found == {VOLUME: "failed"}


def test_a_key_left_to_aws_fails() -> None:
    found = verdicts(
        "LAKE_EBS_1", planned(VOLUME, {"encrypted": True}, unknown={"kms_key_id": True})
    )
    assert found == {VOLUME: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EBS_1",
        planned(
            VOLUME,
            {"encrypted": True},
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "data.aws_kms_key.k.arn"},
        ),
    )
    assert found == {VOLUME: "unknown"}


def test_encryption_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_EBS_1",
        planned(
            VOLUME, unknown={"encrypted": True}, refers={"encrypted": "terraform_data.x.output"}
        ),
    )
    assert found == {VOLUME: "unknown"}
