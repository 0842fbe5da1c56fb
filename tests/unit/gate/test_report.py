"""What the gate prints: the verdict first, and nothing of a plan that could spoof it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from gated import BAD, GOOD, TODAY, verdict, waiver, write_policy
from lakeform.gate.findings import Finding, GateProblem, GateResult, Position
from lakeform.gate.report import WIDTH, as_json, text
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from plans import planned


def result(*findings: Finding, **changes: object) -> GateResult:
    empty = GateResult(
        findings=findings,
        waived=(),
        judged={"A_1": {finding.address: finding.outcome for finding in findings}},
        rules=(),
        problems=(),
        fail_on=Severity.HIGH,
        versions={"checkov": "3.3.30"},
        plan_sha256="0" * 64,
    )
    return replace(empty, **changes)  # type: ignore[arg-type]


def finding(address: str = "aws_s3_bucket.raw", **changes: object) -> Finding:
    plain = Finding(
        policy="A_1",
        title="Buckets are closed",
        severity=Severity.HIGH,
        outcome=Outcome.FAILED,
        address=address,
        reason="it is open",
        controls={"soc2": ("CC6.1",)},
        fix="storage.zones.raw.public: false",
        config=Position(Path("lake.yaml"), 12),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_failure_says_what_where_why_and_how_to_heal_it() -> None:
    assert text(result(finding()), "acme dev") == (
        "acme dev: FAILED: 1 finding of high or worse\n"
        "\n"
        "high\n"
        "  A_1  Buckets are closed\n"
        "    aws_s3_bucket.raw  lake.yaml:12\n"
        "      it is open\n"
        "    fix: storage.zones.raw.public: false\n"
        "\n"
        "0 policies and 0 checks of checkov 3.3.30 judged 1 resources: 0 of 1 verdicts passed.\n"
    )


def test_what_doesnt_fail_is_shown_as_such() -> None:
    said = text(result(finding(severity=Severity.LOW)), "p").splitlines()
    assert said[0] == "p: passed: nothing of severity high or worse; 1 finding of less weight"
    assert "low (below high, which fails)" in said


def test_what_cant_be_judged_says_so() -> None:
    said = text(result(finding(outcome=Outcome.UNKNOWN, reason="not known yet")), "p")
    assert "      unknown: not known yet\n" in said


def test_problems_stand_before_findings() -> None:
    problem = GateProblem("the waiver expired", "ask", Position(Path("lake.yaml"), 7))
    said = text(result(finding(), problems=(problem,)), "p")
    assert said.startswith("p: FAILED: 1 finding of high or worse, 1 problem\n\nproblems\n")
    assert "  lake.yaml:7: the waiver expired\n    → ask\n" in said


def test_many_equal_findings_are_counted() -> None:
    many = tuple(finding(f"aws_s3_bucket.b{number:02}") for number in range(30))
    said = text(result(*many), "p")
    assert "    … and 22 more; --format json has them all\n" in said
    assert len(as_json(result(*many))["findings"]) == 30


def test_a_plan_cant_write_on_the_terminal(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "return failed(resource.get('tags', 'name'))")
    nasty = 'aws_cloudtrail.v["\x1b[2J\r\nall: passed"]'
    tags = {"name": "\x1b]0;x\x07\nFAILED" + "y" * 5_000}
    entry = planned(
        "aws_cloudtrail.v",
        {"enable_logging": True, "tags": tags},
    )
    entry["address"] = nasty
    said = text(verdict(tmp_path, entry, policies=folder), "p")
    assert "\x1b" not in said
    assert "\r" not in said
    assert "\x07" not in said
    assert not [line for line in said.splitlines() if line.startswith(("all:", "FAILED"))]
    assert max(map(len, said.splitlines())) < 1_100


def test_lines_are_of_a_terminals_width(tmp_path: Path) -> None:
    said = text(verdict(tmp_path, BAD, GOOD), "p")
    assert max(map(len, said.splitlines())) <= WIDTH


def test_a_waived_finding_is_shown_with_who_answers_for_it(tmp_path: Path) -> None:
    given = waiver("CKV_AWS_251", "aws_cloudtrail.bad", TODAY + timedelta(days=9))
    judged = verdict(tmp_path, BAD, waivers=(given,))
    assert (
        "waived\n  CKV_AWS_251  aws_cloudtrail.bad\n"
        "      until 2026-06-10, data-platform answers for it: Scratch data only\n"
    ) in text(judged, "p")
    (found,) = as_json(judged)["waived"]
    assert found["waiver"]["owner"] == "data-platform"


def test_json_has_all_of_a_finding() -> None:
    said = json.loads(json.dumps(as_json(result(finding()))))
    assert said["passed"] is False
    assert said["findings"] == [
        {
            "policy": "A_1",
            "title": "Buckets are closed",
            "severity": "high",
            "outcome": "failed",
            "address": "aws_s3_bucket.raw",
            "reason": "it is open",
            "fix": "storage.zones.raw.public: false",
            "controls": {"soc2": ["CC6.1"]},
            "waiver": None,
            "config": {"file": "lake.yaml", "line": 12},
        }
    ]


def test_no_line_is_a_command_of_a_runner() -> None:
    spoof = "::error::faked ##[error]faked " * 30
    shown = text(result(finding(spoof, reason=spoof, fix=spoof)), spoof)
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
    assert "##[" not in shown
