"""Lines of Terraform's machine-readable output; the samples are Terraform's own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lakeform.terraform.events import Counts, Diagnostic, Event, parse_line

RESOURCE = {"addr": "aws_vpc.main", "module": "", "resource_type": "aws_vpc"}


def line(**fields: Any) -> str:
    return json.dumps({"@level": "info", "@module": "terraform.ui", **fields}) + "\n"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            line(
                **{"@message": "aws_vpc.main: Plan to create"},
                type="planned_change",
                change={"resource": RESOURCE, "action": "create"},
            ),
            Event(
                "planned_change", "aws_vpc.main: Plan to create", "aws_vpc.main", action="create"
            ),
        ),
        (
            line(
                **{"@message": "aws_vpc.main: Still creating... [10s elapsed]"},
                type="apply_progress",
                hook={"resource": RESOURCE, "action": "create", "elapsed_seconds": 10},
            ),
            Event(
                "apply_progress",
                "aws_vpc.main: Still creating... [10s elapsed]",
                "aws_vpc.main",
                action="create",
                seconds=10.0,
            ),
        ),
        (
            line(
                **{"@message": "Plan: 2 to add, 0 to change, 1 to destroy."},
                type="change_summary",
                changes={"add": 2, "change": 0, "import": 3, "remove": 1, "operation": "plan"},
            ),
            Event(
                "change_summary",
                "Plan: 2 to add, 0 to change, 1 to destroy.",
                counts=Counts(add=2, change=0, destroy=1, imported=3),
            ),
        ),
        ("plain \x1b[31mred\x1b[0m words\n", Event("text", "plain red words")),
        ("[1, 2]\n", Event("text", "[1, 2]")),
        (line(**{"@message": "Installing"}), Event("log", "Installing")),
    ],
)
def test_events(text: str, event: Event) -> None:
    assert parse_line(text) == event


def test_an_empty_line() -> None:
    assert parse_line(" \n") is None


def test_a_diagnostic() -> None:
    event = parse_line(
        line(
            **{"@message": "Error: expected cidr_block to contain a valid Value"},
            type="diagnostic",
            diagnostic={
                "severity": "error",
                "summary": "expected cidr_block to contain a valid Value\n",
                "detail": "",
                "address": "aws_vpc.main",
                "range": {"filename": "cdk.tf.json", "start": {"line": 4, "column": 62}},
            },
        )
    )
    assert event is not None
    assert event.diagnostic == Diagnostic(
        severity="error",
        summary="expected cidr_block to contain a valid Value",
        address="aws_vpc.main",
        file="cdk.tf.json",
        line=4,
    )
    assert event.address == "aws_vpc.main"
