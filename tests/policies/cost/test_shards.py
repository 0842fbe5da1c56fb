import sound
from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

STREAM = "aws_kinesis_stream.clicks"
MUTATION = Mutation("aws_kinesis_stream.added", (), {**sound.STREAM, "shard_count": 1_000})


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_1", planned(STREAM, {"shard_count": 4}), settings=Settings(max_shards=4)
    )
    assert found == {STREAM: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_1", planned(STREAM, {"shard_count": 5}), settings=Settings(max_shards=4)
    )
    assert found == {STREAM: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_COST_1", planned(STREAM, unknown={"shard_count": True}))
    assert found == {STREAM: "unknown"}


def test_a_stream_on_demand_passes() -> None:
    found = verdicts(
        "LAKE_COST_1",
        planned(
            STREAM,
            {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
            unknown={"shard_count": True},
        ),
    )
    assert found == {STREAM: "passed"}
