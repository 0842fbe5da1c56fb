from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

JOB = "aws_glue_job.orders"
MUTATION = Mutation("aws_glue_job.report", ("number_of_workers",), 500, "full")


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_3",
        planned(JOB, {"number_of_workers": 10}),
        settings=Settings(max_glue_workers=10),
    )
    assert found == {JOB: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_3",
        planned(JOB, {"number_of_workers": 11}),
        settings=Settings(max_glue_workers=10),
    )
    assert found == {JOB: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_COST_3",
        planned(
            JOB,
            unknown={"number_of_workers": True},
            refers={"number_of_workers": "terraform_data.x.output"},
        ),
    )
    assert found == {JOB: "unknown"}


def test_a_job_that_says_nothing_passes() -> None:
    found = verdicts(
        "LAKE_COST_3", planned(JOB, unknown={"number_of_workers": True, "max_capacity": True})
    )
    assert found == {JOB: "passed"}


def test_a_capacity_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_3", planned(JOB, {"max_capacity": 20.0}), settings=Settings(max_glue_workers=10)
    )
    assert found == {JOB: "failed"}
