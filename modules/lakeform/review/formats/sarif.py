"""Findings as SARIF 2.1.0, for code scanning: keyed by address, located in lake.yaml.

A finding of a resource that no line of lake.yaml is known for lies in the first line of the file
that was reviewed, since code scanning takes no result without a place; its address says more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lakeform.gate.findings import Finding, GateProblem, Position, Rule
from lakeform.gate.severity import Severity
from lakeform.review import words
from lakeform.review.formats.escape import sarif as message
from lakeform.review.model import Review
from lakeform.visible import printable

_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}

_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
"""What GitHub sorts by: `security-severity`, a CVSS score within the range that it names alike."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LONGEST = 1_000
_MOST_TAGS = 10
"""Tags that GitHub keeps of a rule; it refuses a file with more than 20 (code scanning, "SARIF
results exceed one or more limits"). All controls are in the rule's properties besides."""


def sarif(reviews: Sequence[Review]) -> str:
    """All findings, one run a review."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(each) for each in reviews]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _run(review: Review) -> dict[str, Any]:
    rules = () if review.gate is None else review.gate.rules
    places = {rule.id: place for place, rule in enumerate(rules)}
    problems = () if review.gate is None else review.gate.problems
    broken = any(problem.exit_code > 1 for problem in problems)
    return {
        "tool": {
            "driver": {
                "name": "lakeform",
                "version": "" if review.gate is None else review.gate.versions.get("lakeform", ""),
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"lakeform/{quote(printable(review.subject, 80), safe='')}/"},
        "invocations": [
            {
                "executionSuccessful": not broken,
                "toolExecutionNotifications": [_problem(each, review) for each in problems],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(review, places)),
    }


def _results(review: Review, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    found = review.findings
    states = (
        (found.new, "new"),
        (found.old, "unchanged"),
        (found.waived, "unchanged"),
        (found.healed, "absent"),
    )
    for findings, state in states:
        for finding in findings:
            result = _result(finding, review, places)
            if review.has_baseline and finding.waiver is None:
                result["baselineState"] = state
            if review.has_baseline or state != "absent":
                yield result


def _result(finding: Finding, review: Review, places: dict[str, int]) -> dict[str, Any]:
    why = f"{finding.address}: {words.reason(finding)}"
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    result: dict[str, Any] = {
        "ruleId": finding.policy,
        "level": _LEVELS[finding.severity],
        "message": {"text": message(printable(why + fix, _LONGEST))},
        "locations": [
            {
                "physicalLocation": _place(finding.config, review),
                "logicalLocations": [
                    {
                        "name": printable(finding.address, _LONGEST),
                        "fullyQualifiedName": printable(finding.address, _LONGEST),
                        "kind": "resource",
                    }
                ],
            }
        ],
        "partialFingerprints": {"lakeform/v1": _fingerprint(finding, review)},
        "properties": {"severity": str(finding.severity), "outcome": str(finding.outcome)},
    }
    if finding.policy in places:
        result["ruleIndex"] = places[finding.policy]
    if finding.waiver is not None:
        waiver = finding.waiver
        said = f"until {waiver.expires}, {waiver.owner} answers for it: {waiver.reason}"
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": printable(said, _LONGEST),
            }
        ]
    return result


def _rule(rule: Rule) -> dict[str, Any]:
    tags = [
        f"{framework}/{number}"
        for framework, numbers in rule.controls.items()
        for number in numbers
    ]
    help_text = rule.documentation + (f"\n\nFix: {rule.fix}" if rule.fix else "")
    return {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": message(rule.title)},
        "fullDescription": {"text": message(rule.title)},
        "help": {"text": message(" ".join(help_text.split()))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["security", *tags][:_MOST_TAGS],
            "controls": {framework: list(numbers) for framework, numbers in rule.controls.items()},
            "security-severity": _SCORES[rule.severity],
            "precision": "high",
        },
    }


def _problem(problem: GateProblem, review: Review) -> dict[str, Any]:
    hint = f" ({problem.hint})" if problem.hint else ""
    return {
        "level": "error",
        "message": {"text": message(printable(problem.message + hint, _LONGEST))},
        "locations": [{"physicalLocation": _place(problem.position, review)}],
    }


def _place(position: Position | None, review: Review) -> dict[str, Any]:
    file, line = (review.fallback, 1) if position is None else (str(position.file), position.line)
    return {"artifactLocation": {"uri": _uri(file)}, "region": {"startLine": max(1, line)}}


def _uri(file: str) -> str:
    """A path below the working folder as a relative reference, any other as it is."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(path.as_posix())


def _fingerprint(finding: Finding, review: Review) -> str:
    """The same for one finding over time, whatever line it moves to."""
    parts = "\0".join((review.subject, finding.policy, finding.address))
    return hashlib.sha256(parts.encode("utf-8", "backslashreplace")).hexdigest()[:32]
