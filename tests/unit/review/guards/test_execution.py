"""Programs that run while a plan is applied."""

from __future__ import annotations

from typing import Any

import pytest

from changes import created, deleted, kept
from lakeform.plan import load
from lakeform.review.guards import guard
from plans import plan_of


def with_provisioner(entry: dict[str, Any]) -> dict[str, Any]:
    entry["_written"]["provisioners"] = [{"type": "local-exec", "expressions": {}}]
    return entry


def found(*entries: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    findings = guard(load({**plan_of(*entries), **more}))
    return [(each.policy, str(each.severity), each.reason) for each in findings]


@pytest.mark.parametrize("made", [created, deleted])
def test_a_provisioner_runs_a_program(made: Any) -> None:
    assert found(with_provisioner(made("null_resource.a", {"id": "1"}))) == [
        ("GUARD_EXECUTION_1", "high", "runs a program on apply: a provisioner local-exec")
    ]


def test_a_provisioner_of_what_stays_runs_nothing() -> None:
    assert found(with_provisioner(kept("null_resource.a", {"id": "1"}))) == []


def test_an_invoked_action_runs_a_program() -> None:
    invoked = [{"address": "action.aws_lambda_invoke.a", "type": "aws_lambda_invoke", "name": "a"}]
    assert found(action_invocations=invoked) == [
        (
            "GUARD_EXECUTION_1",
            "high",
            "runs a program on apply: Terraform invokes this action",
        )
    ]
