from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

LUSTRE = "aws_fsx_lustre_file_system.training"
MUTATION = Mutation("aws_fsx_lustre_file_system.training", ("storage_capacity",), 48000, "full")


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_4",
        planned(LUSTRE, {"storage_capacity": 2400}),
        settings=Settings(max_lustre_gib=2400),
    )
    assert found == {LUSTRE: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_4",
        planned(LUSTRE, {"storage_capacity": 4800}),
        settings=Settings(max_lustre_gib=2400),
    )
    assert found == {LUSTRE: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_COST_4", planned(LUSTRE, unknown={"storage_capacity": True}))
    assert found == {LUSTRE: "unknown"}
