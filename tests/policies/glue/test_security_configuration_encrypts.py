from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_glue_security_configuration.crawlers",
    ("encryption_configuration", 0, "job_bookmarks_encryption", 0, "job_bookmarks_encryption_mode"),
    "DISABLED",
)
ADDRESS = "aws_glue_security_configuration.s"
ALL: dict[str, list[dict[str, str]]] = {
    "s3_encryption": [{"s3_encryption_mode": "SSE-KMS"}],
    "cloudwatch_encryption": [{"cloudwatch_encryption_mode": "SSE-KMS"}],
    "job_bookmarks_encryption": [{"job_bookmarks_encryption_mode": "CSE-KMS"}],
}


def configuration(**changed: object) -> dict[str, Any]:
    return planned(ADDRESS, {"encryption_configuration": [{**ALL, **changed}]})


def test_one_that_encrypts_everything_passes() -> None:
    assert verdicts("LAKE_GLUE_5", configuration()) == {ADDRESS: "passed"}


@pytest.mark.parametrize("part", sorted(ALL))
def test_one_that_leaves_a_part_out_fails(part: str) -> None:
    disabled = [dict.fromkeys(ALL[part][0], "DISABLED")]
    assert verdicts("LAKE_GLUE_5", configuration(**{part: disabled})) == {ADDRESS: "failed"}
    assert verdicts("LAKE_GLUE_5", configuration(**{part: []})) == {ADDRESS: "failed"}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    later = planned(
        ADDRESS,
        {"encryption_configuration": [{**ALL, "s3_encryption": [{}]}]},
        unknown={"encryption_configuration": [{"s3_encryption": [{"s3_encryption_mode": True}]}]},
    )
    assert verdicts("LAKE_GLUE_5", later) == {ADDRESS: "unknown"}
