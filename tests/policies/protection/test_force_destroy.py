from mutation import Mutation
from plans import planned, verdicts

BUCKET = "aws_s3_bucket.raw"
STREAM = "aws_kinesis_stream.clicks"
MUTATION = Mutation("aws_backup_vault.added", (), {"force_destroy": True, "kms_key_arn": "k"})


def test_a_bucket_that_must_be_empty_passes() -> None:
    found = verdicts("LAKE_DATA_1", planned(BUCKET, {"force_destroy": False}))
    assert found == {BUCKET: "passed"}


def test_a_bucket_that_says_nothing_passes() -> None:
    found = verdicts("LAKE_DATA_1", planned(BUCKET))
    assert found == {BUCKET: "passed"}


def test_a_bucket_deleted_with_its_objects_fails() -> None:
    found = verdicts("LAKE_DATA_1", planned(BUCKET, {"force_destroy": True}))
    assert found == {BUCKET: "failed"}


def test_a_stream_deleted_under_its_consumers_fails() -> None:
    found = verdicts("LAKE_DATA_1", planned(STREAM, {"enforce_consumer_deletion": True}))
    assert found == {STREAM: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_DATA_1",
        planned(
            BUCKET,
            unknown={"force_destroy": True},
            refers={"force_destroy": "terraform_data.x.output"},
        ),
    )
    assert found == {BUCKET: "unknown"}
