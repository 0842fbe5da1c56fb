import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_kms_key.raw", ("deletion_window_in_days",), 7)
ADDRESS = "aws_kms_key.k"


@pytest.mark.parametrize(
    ("days", "outcome"), [(None, "passed"), (30, "passed"), (14, "passed"), (13, "failed")]
)
def test_a_key_waits_two_weeks(days: int | None, outcome: str) -> None:
    key = planned(ADDRESS, {"deletion_window_in_days": days})
    assert verdicts("LAKE_KMS_2", key) == {ADDRESS: outcome}


def test_a_replica_is_judged_too() -> None:
    replica = planned("aws_kms_replica_key.k", {"deletion_window_in_days": 7})
    assert verdicts("LAKE_KMS_2", replica) == {"aws_kms_replica_key.k": "failed"}


def test_a_window_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"deletion_window_in_days": True})
    assert verdicts("LAKE_KMS_2", later) == {ADDRESS: "unknown"}
