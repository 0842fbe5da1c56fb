import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_crawler.landing", ("security_configuration",), None)


@pytest.mark.parametrize("kind", ["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"])
def test_what_runs_in_glue_has_a_security_configuration(kind: str) -> None:
    with_one = planned(f"{kind}.a", {"name": "a", "security_configuration": "lake"})
    without = planned(f"{kind}.b", {"name": "b"})
    found = verdicts("LAKE_GLUE_4", with_one, without)
    assert found == {f"{kind}.a": "passed", f"{kind}.b": "failed"}


def test_one_that_the_plan_makes_passes() -> None:
    made = planned(
        "aws_glue_job.j",
        unknown={"security_configuration": True},
        refers={"security_configuration": "aws_glue_security_configuration.lake.id"},
    )
    assert verdicts("LAKE_GLUE_4", made) == {"aws_glue_job.j": "passed"}


def test_one_from_elsewhere_is_unknown() -> None:
    later = planned("aws_glue_job.j", unknown={"security_configuration": True})
    assert verdicts("LAKE_GLUE_4", later) == {"aws_glue_job.j": "unknown"}
