from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_athena_workgroup.analysts"
MUTATION = Mutation(
    "aws_athena_workgroup.added",
    (),
    {"configuration": [{**sound.WORKGROUP, "publish_cloudwatch_metrics_enabled": False}]},
)


def workgroup(**configuration: Any) -> dict[str, Any]:
    return planned(WORKGROUP, {"configuration": [configuration]})


def test_metrics_pass() -> None:
    found = verdicts("LAKE_ATHENA_4", workgroup(publish_cloudwatch_metrics_enabled=True))
    assert found == {WORKGROUP: "passed"}


def test_no_metrics_fail() -> None:
    found = verdicts("LAKE_ATHENA_4", workgroup(publish_cloudwatch_metrics_enabled=False))
    assert found == {WORKGROUP: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_ATHENA_4",
        planned(
            WORKGROUP,
            {"configuration": [{}]},
            unknown={"configuration": [{"publish_cloudwatch_metrics_enabled": True}]},
        ),
    )
    assert found == {WORKGROUP: "unknown"}
