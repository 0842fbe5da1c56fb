import sound
from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

APPLICATION = "aws_kinesisanalyticsv2_application.anomalies"
MUTATION = Mutation(
    "aws_kinesisanalyticsv2_application.added",
    (),
    {
        **sound.APPLICATION,
        "application_configuration": [
            {
                **sound.APPLICATION["application_configuration"][0],
                "flink_application_configuration": [
                    {"parallelism_configuration": [{"parallelism": 500}]}
                ],
            }
        ],
    },
)


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_6",
        planned(
            APPLICATION,
            {
                "application_configuration": [
                    {
                        "flink_application_configuration": [
                            {"parallelism_configuration": [{"parallelism": 8}]}
                        ]
                    }
                ]
            },
        ),
        settings=Settings(max_flink_parallelism=8),
    )
    assert found == {APPLICATION: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_6",
        planned(
            APPLICATION,
            {
                "application_configuration": [
                    {
                        "flink_application_configuration": [
                            {"parallelism_configuration": [{"parallelism": 9}]}
                        ]
                    }
                ]
            },
        ),
        settings=Settings(max_flink_parallelism=8),
    )
    assert found == {APPLICATION: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_COST_6",
        planned(
            APPLICATION,
            {
                "application_configuration": [
                    {"flink_application_configuration": [{"parallelism_configuration": [{}]}]}
                ]
            },
            unknown={
                "application_configuration": [
                    {
                        "flink_application_configuration": [
                            {"parallelism_configuration": [{"parallelism": True}]}
                        ]
                    }
                ]
            },
        ),
    )
    assert found == {APPLICATION: "unknown"}


def test_one_task_by_default_passes() -> None:
    found = verdicts(
        "LAKE_COST_6", planned(APPLICATION, unknown={"application_configuration": True})
    )
    assert found == {APPLICATION: "passed"}
