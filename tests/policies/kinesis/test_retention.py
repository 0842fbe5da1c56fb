import sound
from mutation import Mutation
from plans import planned, verdicts

STREAM = "aws_kinesis_stream.clicks"
MUTATION = Mutation("aws_kinesis_stream.added", (), {**sound.STREAM, "retention_period": 24})


def test_two_days_pass() -> None:
    found = verdicts("LAKE_KINESIS_1", planned(STREAM, {"retention_period": 48}))
    assert found == {STREAM: "passed"}


def test_one_day_fails() -> None:
    found = verdicts("LAKE_KINESIS_1", planned(STREAM, {"retention_period": 24}))
    assert found == {STREAM: "failed"}


def test_a_stream_that_says_nothing_keeps_records_for_a_day_and_fails() -> None:
    found = verdicts("LAKE_KINESIS_1", planned(STREAM))
    assert found == {STREAM: "failed"}


def test_a_retention_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_KINESIS_1",
        planned(
            STREAM,
            unknown={"retention_period": True},
            refers={"retention_period": "data.aws_ssm_parameter.p.value"},
        ),
    )
    assert found == {STREAM: "unknown"}
