from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

APPLICATION = "aws_kinesisanalyticsv2_application.anomalies"
MUTATION = Mutation(
    "aws_kinesisanalyticsv2_application.added",
    (),
    {
        **sound.APPLICATION,
        "application_configuration": [
            {"application_snapshot_configuration": [{"snapshots_enabled": False}]}
        ],
    },
)


def application(snapshots: Any = True, runtime: str = "FLINK-1_20", **flink: Any) -> dict[str, Any]:
    configuration = {
        "application_snapshot_configuration": [{"snapshots_enabled": snapshots}],
        "flink_application_configuration": [flink],
    }
    values = {"runtime_environment": runtime, "application_configuration": [configuration]}
    return planned(APPLICATION, values)


def test_snapshots_and_checkpoints_pass() -> None:
    found = verdicts(
        "LAKE_FLINK_1", application(checkpoint_configuration=[{"checkpointing_enabled": True}])
    )
    assert found == {APPLICATION: "passed"}


def test_checkpoints_by_default_pass() -> None:
    found = verdicts("LAKE_FLINK_1", application())
    assert found == {APPLICATION: "passed"}


def test_a_studio_notebook_passes() -> None:
    found = verdicts("LAKE_FLINK_1", application(False, "ZEPPELIN-FLINK-3_0"))
    assert found == {APPLICATION: "passed"}


def test_no_snapshots_fail() -> None:
    found = verdicts("LAKE_FLINK_1", application(False))
    assert found == {APPLICATION: "failed"}


def test_no_checkpoints_fail() -> None:
    found = verdicts(
        "LAKE_FLINK_1", application(checkpoint_configuration=[{"checkpointing_enabled": False}])
    )
    assert found == {APPLICATION: "failed"}


def test_an_application_that_leaves_all_to_aws_fails() -> None:
    found = verdicts(
        "LAKE_FLINK_1",
        planned(
            APPLICATION,
            {"runtime_environment": "FLINK-1_20"},
            unknown={"application_configuration": True},
        ),
    )
    assert found == {APPLICATION: "failed"}


def test_snapshots_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_FLINK_1",
        planned(
            APPLICATION,
            {
                "runtime_environment": "FLINK-1_20",
                "application_configuration": [{"application_snapshot_configuration": [{}]}],
            },
            unknown={
                "application_configuration": [
                    {"application_snapshot_configuration": [{"snapshots_enabled": True}]}
                ]
            },
        ),
    )
    assert found == {APPLICATION: "unknown"}
