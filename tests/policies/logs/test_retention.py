import pytest

from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_cloudwatch_log_group.flow_logs", ("retention_in_days",), 7)
ADDRESS = "aws_cloudwatch_log_group.g"


@pytest.mark.parametrize(
    ("days", "outcome"), [(None, "passed"), (0, "passed"), (90, "passed"), (60, "failed")]
)
def test_logs_are_kept_for_the_days_of_the_settings(days: int | None, outcome: str) -> None:
    group = planned(ADDRESS, {"retention_in_days": days})
    assert verdicts("LAKE_LOG_1", group) == {ADDRESS: outcome}


def test_the_settings_may_ask_for_more() -> None:
    group = planned(ADDRESS, {"retention_in_days": 90})
    found = verdicts("LAKE_LOG_1", group, settings=Settings(log_retention_days=365))
    assert found == {ADDRESS: "failed"}


def test_a_retention_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"retention_in_days": True})
    assert verdicts("LAKE_LOG_1", later) == {ADDRESS: "unknown"}
