from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plan_parts import ACCOUNT, OTHER_ACCOUNT
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_s3_bucket_notification.curated",
    ("queue", 0, "queue_arn"),
    "arn:aws:sqs:us-east-1:999999999999:objects",
    plan="full",
)
ADDRESS = "aws_s3_bucket_notification.n"
MINE = Settings(accounts=(ACCOUNT,))


def notification(account: str) -> dict[str, Any]:
    queue = [{"queue_arn": f"arn:aws:sqs:us-east-1:{account}:objects"}]
    return planned(ADDRESS, {"bucket": "lake", "queue": queue})


def test_an_own_queue_passes_and_another_fails() -> None:
    assert verdicts("LAKE_S3_14", notification(ACCOUNT), settings=MINE) == {ADDRESS: "passed"}
    found = verdicts("LAKE_S3_14", notification(OTHER_ACCOUNT), settings=MINE)
    assert found == {ADDRESS: "failed"}


def test_a_queue_that_the_plan_makes_passes() -> None:
    made = planned(
        ADDRESS,
        {"bucket": "lake", "queue": [{}]},
        unknown={"queue": [{"queue_arn": True}]},
        refers={"queue": "aws_sqs_queue.q.arn"},
    )
    assert verdicts("LAKE_S3_14", made) == {ADDRESS: "passed"}


def test_a_queue_of_who_knows_whom_is_unknown() -> None:
    assert verdicts("LAKE_S3_14", notification(ACCOUNT)) == {ADDRESS: "unknown"}
