from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_athena_workgroup.analysts"
MUTATION = Mutation(
    "aws_athena_workgroup.added",
    (),
    {
        "configuration": [
            {
                **sound.WORKGROUP,
                "engine_version": [{"selected_engine_version": "Athena engine version 2"}],
            }
        ]
    },
)


def workgroup(**configuration: Any) -> dict[str, Any]:
    return planned(WORKGROUP, {"configuration": [configuration]})


def test_the_current_engine_passes() -> None:
    found = verdicts(
        "LAKE_ATHENA_3",
        workgroup(engine_version=[{"selected_engine_version": "Athena engine version 3"}]),
    )
    assert found == {WORKGROUP: "passed"}


def test_the_engine_that_aws_chooses_passes() -> None:
    found = verdicts("LAKE_ATHENA_3", workgroup())
    assert found == {WORKGROUP: "passed"}


def test_a_withdrawn_engine_fails() -> None:
    found = verdicts(
        "LAKE_ATHENA_3",
        workgroup(engine_version=[{"selected_engine_version": "Athena engine version 2"}]),
    )
    assert found == {WORKGROUP: "failed"}


def test_an_engine_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_ATHENA_3",
        planned(
            WORKGROUP,
            {"configuration": [{"engine_version": [{}]}]},
            unknown={"configuration": [{"engine_version": [{"selected_engine_version": True}]}]},
        ),
    )
    assert found == {WORKGROUP: "unknown"}
