from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_job.orders", ("timeout",), None)
ADDRESS = "aws_glue_job.j"


def test_a_job_with_a_timeout_passes_and_one_without_fails() -> None:
    assert verdicts("LAKE_GLUE_9", planned(ADDRESS, {"timeout": 60})) == {ADDRESS: "passed"}
    assert verdicts("LAKE_GLUE_9", planned(ADDRESS, unknown={"timeout": True})) == {
        ADDRESS: "failed"
    }


def test_a_streaming_job_runs_for_ever() -> None:
    streaming = planned(ADDRESS, {"command": [{"name": "gluestreaming"}]})
    assert verdicts("LAKE_GLUE_9", streaming) == {ADDRESS: "passed"}


def test_a_timeout_from_elsewhere_is_unknown() -> None:
    later = planned(
        ADDRESS,
        unknown={"timeout": True},
        expressions={"timeout": {"references": ["var.timeout"]}},
    )
    assert verdicts("LAKE_GLUE_9", later) == {ADDRESS: "unknown"}
