import sound
from mutation import Mutation
from plans import planned, verdicts

STREAM = "aws_kinesis_stream.clicks"

ENCRYPTED = {"encryption_type": "KMS"}
MUTATION = Mutation("aws_kinesis_stream.added", (), {**sound.STREAM, "encryption_type": "NONE"})


def test_a_stream_with_a_key_of_the_plan_passes() -> None:
    found = verdicts(
        "LAKE_KINESIS_2",
        planned(
            STREAM,
            ENCRYPTED,
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "aws_kms_key.own.arn"},
        ),
    )
    assert found == {STREAM: "passed"}


def test_a_stream_with_a_key_by_its_alias_passes() -> None:
    found = verdicts("LAKE_KINESIS_2", planned(STREAM, {**ENCRYPTED, "kms_key_id": "alias/lake"}))
    assert found == {STREAM: "passed"}


def test_a_stream_without_encryption_fails() -> None:
    found = verdicts("LAKE_KINESIS_2", planned(STREAM, {"encryption_type": "NONE"}))
    assert found == {STREAM: "failed"}


def test_the_key_of_aws_fails() -> None:
    found = verdicts(
        "LAKE_KINESIS_2", planned(STREAM, {**ENCRYPTED, "kms_key_id": "alias/aws/kinesis"})
    )
    assert found == {STREAM: "failed"}


def test_no_key_fails() -> None:
    found = verdicts("LAKE_KINESIS_2", planned(STREAM, ENCRYPTED))
    assert found == {STREAM: "failed"}


def test_a_key_that_is_looked_up_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_KINESIS_2",
        planned(
            STREAM,
            ENCRYPTED,
            unknown={"kms_key_id": True},
            refers={"kms_key_id": "data.aws_kms_alias.x.target_key_arn"},
        ),
    )
    assert found == {STREAM: "unknown"}


def test_an_encryption_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_KINESIS_2",
        planned(
            STREAM,
            unknown={"encryption_type": True},
            refers={"encryption_type": "terraform_data.x.output"},
        ),
    )
    assert found == {STREAM: "unknown"}
