from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_athena_workgroup.analysts"
MUTATION = Mutation(
    "aws_athena_workgroup.added",
    (),
    {"configuration": [{**sound.WORKGROUP, "enforce_workgroup_configuration": False}]},
)


def workgroup(**configuration: Any) -> dict[str, Any]:
    return planned(WORKGROUP, {"configuration": [configuration]})


def test_settings_that_hold_pass() -> None:
    found = verdicts("LAKE_ATHENA_1", workgroup(enforce_workgroup_configuration=True))
    assert found == {WORKGROUP: "passed"}


def test_settings_that_clients_may_change_fail() -> None:
    found = verdicts("LAKE_ATHENA_1", workgroup(enforce_workgroup_configuration=False))
    assert found == {WORKGROUP: "failed"}


def test_no_settings_fail() -> None:
    found = verdicts("LAKE_ATHENA_1", planned(WORKGROUP))
    assert found == {WORKGROUP: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_ATHENA_1",
        planned(
            WORKGROUP,
            {"configuration": [{}]},
            unknown={"configuration": [{"enforce_workgroup_configuration": True}]},
        ),
    )
    assert found == {WORKGROUP: "unknown"}
