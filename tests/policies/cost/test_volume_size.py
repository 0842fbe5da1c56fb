from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

VOLUME = "aws_ebs_volume.data"
MUTATION = Mutation("aws_ebs_volume.scratch", ("size",), 8000, "full")


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_5", planned(VOLUME, {"size": 500}), settings=Settings(max_volume_gib=500)
    )
    assert found == {VOLUME: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_5", planned(VOLUME, {"size": 501}), settings=Settings(max_volume_gib=500)
    )
    assert found == {VOLUME: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_COST_5",
        planned(VOLUME, unknown={"size": True}, refers={"size": "terraform_data.x.output"}),
    )
    assert found == {VOLUME: "unknown"}


def test_the_size_of_a_snapshot_is_unknown() -> None:
    found = verdicts("LAKE_COST_5", planned(VOLUME, unknown={"size": True}))
    assert found == {VOLUME: "unknown"}
