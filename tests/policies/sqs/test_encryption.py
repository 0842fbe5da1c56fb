from mutation import Mutation
from plans import planned, verdicts

QUEUE = "aws_sqs_queue.events"
MUTATION = Mutation("aws_sqs_queue.added", (), {"sqs_managed_sse_enabled": False})


def test_a_key_passes() -> None:
    found = verdicts("LAKE_SQS_1", planned(QUEUE, {"kms_master_key_id": "alias/lake"}))
    assert found == {QUEUE: "passed"}


def test_a_queue_that_says_nothing_passes() -> None:
    found = verdicts("LAKE_SQS_1", planned(QUEUE, unknown={"sqs_managed_sse_enabled": True}))
    assert found == {QUEUE: "passed"}


def test_encryption_that_is_off_fails() -> None:
    found = verdicts("LAKE_SQS_1", planned(QUEUE, {"sqs_managed_sse_enabled": False}))
    assert found == {QUEUE: "failed"}


def test_encryption_that_is_off_but_for_an_unknown_key_is_unknown() -> None:
    found = verdicts(
        "LAKE_SQS_1",
        planned(
            QUEUE,
            {"sqs_managed_sse_enabled": False},
            unknown={"kms_master_key_id": True},
            refers={"kms_master_key_id": "terraform_data.x.output"},
        ),
    )
    assert found == {QUEUE: "unknown"}
