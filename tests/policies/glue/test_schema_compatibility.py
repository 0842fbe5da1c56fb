import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_schema.click", ("compatibility",), "NONE", plan="full")
ADDRESS = "aws_glue_schema.s"


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [("BACKWARD", "passed"), ("FULL_ALL", "passed"), ("NONE", "failed"), ("DISABLED", "failed")],
)
def test_a_schema_refuses_breaking_changes(mode: str, outcome: str) -> None:
    schema = planned(ADDRESS, {"compatibility": mode})
    assert verdicts("LAKE_GLUE_12", schema) == {ADDRESS: outcome}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"compatibility": True})
    assert verdicts("LAKE_GLUE_12", later) == {ADDRESS: "unknown"}
