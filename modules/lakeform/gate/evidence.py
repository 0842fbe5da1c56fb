"""Evidence for an audit: by framework and control, which policies judged which resources, and how.

Nothing in it depends on when or where it is written: the time is the plan's own, so that the same
plan gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lakeform.errors import unwritable
from lakeform.gate.controls import FRAMEWORKS
from lakeform.gate.findings import Finding, GateResult, Rule
from lakeform.gate.report import finding_json, headline, problem_json, waiver_json
from lakeform.gate.verdict import Outcome
from lakeform.render import render
from lakeform.visible import hypertext

FORMAT = 1

_WORST = ("failed", "unknown", "waived", "passed", "not judged")
"""A control's result is the first of these that one of its pairs has."""


def write_evidence(folder: Path, judged: Mapping[str, GateResult]) -> list[Path]:
    """Write `NAME.json` and `NAME.html` for each result.

    Raises:
        InputError: the folder can't be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, result in judged.items():
            stem = Path(name).name.removesuffix(".json")
            record = evidence(result, stem)
            for suffix, content in (
                ("json", json.dumps(record, indent=2) + "\n"),
                ("html", render("reports/evidence.html.j2", record, hypertext)),
            ):
                file = folder / f"{stem}.{suffix}"
                file.write_text(content, encoding="utf-8")
                written.append(file)
    except OSError as error:
        raise unwritable(folder, error, "choose another folder") from error
    return written


def evidence(result: GateResult, name: str) -> dict[str, Any]:
    """What a result proves, as plain data.

    Args:
        name: what a plan is called that belongs to no lake; not where it lies.
    """
    found = {(one.policy, one.address): one for one in (*result.findings, *result.waived)}
    return {
        "format": FORMAT,
        "name": f"{result.lake} {result.environment}" if result.lake else name,
        "verdict": headline(result),
        "passed": result.passed,
        "fail_on": result.fail_on.value,
        "plan": {"sha256": result.plan_sha256, "time": result.plan_time},
        "versions": dict(result.versions),
        "frameworks": [
            {
                "id": framework,
                "name": FRAMEWORKS[framework],
                "controls": _controls(result, framework, found),
            }
            for framework in result.frameworks
        ],
        "waivers": [waiver_json(one.waiver) for one in result.waived if one.waiver is not None],
        "problems": [problem_json(problem) for problem in result.problems],
        "by_no_rule": dict(result.by_no_rule),
        "policies": [_policy(rule, result, found) for rule in result.rules],
    }


def _controls(
    result: GateResult, framework: str, found: Mapping[tuple[str, str], Finding]
) -> list[dict[str, Any]]:
    by_control: dict[str, list[Rule]] = {}
    for rule in result.rules:
        for control in rule.controls.get(framework, ()):
            by_control.setdefault(control, []).append(rule)
    entries = []
    for control in sorted(by_control, key=_natural):
        counts = dict.fromkeys(_WORST, 0)
        for rule in by_control[control]:
            for address in result.judged.get(rule.id, {}):
                counts[_outcome(result, rule.id, address, found)] += 1
        worst = next((name for name in _WORST if counts[name]), "not judged")
        entries.append(
            {
                "control": control,
                "result": worst,
                "counts": {name: number for name, number in counts.items() if number},
                "policies": [rule.id for rule in by_control[control]],
            }
        )
    return entries


def _policy(
    rule: Rule, result: GateResult, found: Mapping[tuple[str, str], Finding]
) -> dict[str, Any]:
    resources = []
    for address in result.judged.get(rule.id, {}):
        finding = found.get((rule.id, address))
        entry: dict[str, Any] = {
            "address": address,
            "result": _outcome(result, rule.id, address, found),
        }
        if finding is not None:
            entry["reason"] = finding.reason
            entry["waiver"] = finding_json(finding)["waiver"]
        resources.append(entry)
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "of": "checkov" if rule.is_builtin else "user" if rule.is_users else "lakeform",
        "controls": {
            name: list(numbers)
            for name, numbers in rule.controls.items()
            if name in result.frameworks
        },
        "resources": resources,
    }


def _outcome(
    result: GateResult, policy: str, address: str, found: Mapping[tuple[str, str], Finding]
) -> str:
    outcome = result.judged[policy][address]
    finding = found.get((policy, address))
    if outcome is not Outcome.PASSED and finding is not None and finding.waiver is not None:
        return "waived"
    return outcome.value


def _natural(control: str) -> tuple[tuple[int, str], ...]:
    """`2.10` after `2.9`."""
    parts = control.replace("(", ".").replace("-", ".").replace(")", "").split(".")
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)
