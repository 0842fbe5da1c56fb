from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_s3_bucket_logging.raw", (), REMOVED)
ADDRESS = "aws_s3_bucket.lake"
BUCKET = planned(ADDRESS, {"bucket": "lake"})
LOGS = planned("aws_s3_bucket.logs", {"bucket": "logs"})


def logging(target: str) -> dict[str, Any]:
    return planned("aws_s3_bucket_logging.l", {"bucket": "lake", "target_bucket": target})


def test_a_bucket_that_logs_elsewhere_passes_and_so_does_the_log_bucket() -> None:
    assert verdicts("LAKE_S3_2", BUCKET, LOGS, logging("logs")) == {
        ADDRESS: "passed",
        "aws_s3_bucket.logs": "passed",
    }


def test_a_bucket_whose_name_is_known_only_after_apply_is_found_by_reference() -> None:
    unnamed = planned(ADDRESS, unknown={"bucket": True, "id": True})
    by_reference = planned(
        "aws_s3_bucket_logging.l",
        {"target_bucket": "elsewhere"},
        unknown={"bucket": True},
        refers={"bucket": "aws_s3_bucket.lake.id"},
    )
    assert verdicts("LAKE_S3_2", unnamed, by_reference) == {ADDRESS: "passed"}


def test_each_of_several_buckets_has_its_own() -> None:
    some = [planned(f'{ADDRESS}["{key}"]', {"bucket": f"lake-{key}"}) for key in "ab"]
    only_a = planned(
        'aws_s3_bucket_logging.l["a"]', {"bucket": "lake-a", "target_bucket": "elsewhere"}
    )
    assert verdicts("LAKE_S3_2", *some, only_a) == {
        f'{ADDRESS}["a"]': "passed",
        f'{ADDRESS}["b"]': "failed",
    }


def test_the_older_block_counts_where_it_is_written() -> None:
    block = [{"target_bucket": "elsewhere"}]
    written = {"logging": [{"target_bucket": {"constant_value": "elsewhere"}}]}
    inline = planned(ADDRESS, {"bucket": "lake", "logging": block}, expressions=written)
    assert verdicts("LAKE_S3_2", inline) == {ADDRESS: "passed"}
    from_last_state = planned(
        ADDRESS, {"bucket": "lake", "logging": block}, actions=("no-op",), before={}
    )
    assert verdicts("LAKE_S3_2", from_last_state) == {ADDRESS: "failed"}


def test_a_bucket_that_logs_nothing_or_itself_fails() -> None:
    assert verdicts("LAKE_S3_2", BUCKET) == {ADDRESS: "failed"}
    loop = planned("aws_s3_bucket_logging.l", {"bucket": "lake", "target_bucket": "lake"})
    assert verdicts("LAKE_S3_2", BUCKET, loop) == {ADDRESS: "failed"}


def test_a_configuration_of_some_bucket_is_unknown() -> None:
    stray = planned("aws_s3_bucket_logging.l", {"target_bucket": "x"}, unknown={"bucket": True})
    assert verdicts("LAKE_S3_2", BUCKET, stray) == {ADDRESS: "unknown"}
