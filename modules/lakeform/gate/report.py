"""The gate's verdict for a terminal, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from lakeform.gate.findings import Finding, GateProblem, GateResult, Position, Waiver
from lakeform.gate.reach import listed
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from lakeform.logs import without_commands
from lakeform.visible import printable

WIDTH = 100
_MOST_ADDRESSES = 8
"""Of one policy; a hundred equal findings are one thing to heal."""

_LONGEST = 200


def text(result: GateResult, name: str) -> str:
    """The verdict, then what stands against it, worst first.

    Args:
        name: what was judged: the lake and its environment, or a plan's file.
    """
    return without_commands("\n".join(_lines(result, name)) + "\n")


def as_json(result: GateResult) -> dict[str, Any]:
    """The verdict as plain data; `judged` has numbers, evidence has the pairs."""
    pairs = result.verdicts
    return {
        "passed": result.passed,
        "environment": result.environment,
        "fail_on": result.fail_on.value,
        "findings": [finding_json(found) for found in result.findings],
        "waived": [finding_json(found) for found in result.waived],
        "problems": [problem_json(problem) for problem in result.problems],
        "judged": {
            "policies": result.policies,
            "resources": result.resources,
            "pairs": len(pairs),
            "passed": pairs.count(Outcome.PASSED),
            "idle": [rule.id for rule in result.idle],
            "by_no_rule": dict(result.by_no_rule),
        },
        "plan": {"sha256": result.plan_sha256, "time": result.plan_time},
        "versions": dict(result.versions),
        "frameworks": list(result.frameworks),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "policy": finding.policy,
        "title": finding.title,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "address": finding.address,
        "reason": finding.reason,
        "fix": finding.fix,
        "controls": {name: list(numbers) for name, numbers in finding.controls.items()},
        "waiver": None if finding.waiver is None else waiver_json(finding.waiver),
        "config": _position(finding.config),
    }


def waiver_json(waiver: Waiver) -> dict[str, Any]:
    return {
        "policy": waiver.policy,
        "address": waiver.address,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires.isoformat(),
        "config": _position(waiver.position),
    }


def problem_json(problem: GateProblem) -> dict[str, Any]:
    return {
        "message": problem.message,
        "hint": problem.hint,
        "config": _position(problem.position),
    }


def _position(position: Position | None) -> dict[str, Any] | None:
    return None if position is None else {"file": str(position.file), "line": position.line}


def headline(result: GateResult) -> str:
    """The verdict in one line."""
    if result.passed:
        rest = len(result.findings)
        kept = f"; {_count(rest, 'finding')} of less weight" if rest else ""
        waived = f"; {len(result.waived)} waived" if result.waived else ""
        return f"passed: nothing of severity {result.fail_on} or worse{kept}{waived}"
    parts = []
    if result.failing:
        parts.append(f"{_count(len(result.failing), 'finding')} of {result.fail_on} or worse")
    if result.problems:
        parts.append(_count(len(result.problems), "problem"))
    return "FAILED: " + ", ".join(parts)


def _lines(result: GateResult, name: str) -> Iterator[str]:
    yield f"{printable(name, _LONGEST)}: {headline(result)}"
    if result.problems:
        yield ""
        yield "problems"
        for problem in result.problems:
            where = f"{problem.position}: " if problem.position else ""
            yield from _wrapped(f"{where}{problem.message}", "  ")
            if problem.hint:
                yield from _wrapped(f"→ {problem.hint}", "    ")
    for severity, found in groupby(result.findings, key=lambda finding: finding.severity):
        yield ""
        yield f"{severity}" + _remark(severity, result.fail_on)
        for _, same in groupby(found, key=lambda finding: finding.policy):
            yield from _policy(tuple(same))
    if result.waived:
        yield ""
        yield "waived"
        for finding in result.waived:
            yield from _waived(finding)
    yield ""
    yield from _wrapped(_numbers(result), "")
    if result.by_no_rule:
        yield from _wrapped(unreached(result), "", 10_000)
    for rule in result.idle:
        yield from _wrapped(f"{rule.id} judged nothing: no {' or '.join(rule.types)}.", "")


def _remark(severity: Severity, fail_on: Severity) -> str:
    return "" if severity.at_least(fail_on) else f" (below {fail_on}, which fails)"


def _policy(findings: Sequence[Finding]) -> Iterator[str]:
    first = findings[0]
    yield from _wrapped(f"{first.policy}  {first.title}", "  ")
    shown = findings[:_MOST_ADDRESSES]
    one_fix = all(found.fix == first.fix for found in findings)
    for reason, same in groupby(shown, key=lambda found: (found.outcome, found.reason, found.fix)):
        for finding in same:
            where = f"  {finding.config}" if finding.config else ""
            yield f"    {printable(finding.address, _LONGEST)}{where}"
        outcome, words, fix = reason
        yield from _wrapped(f"{'unknown: ' if outcome is Outcome.UNKNOWN else ''}{words}", "      ")
        if fix and not one_fix:
            yield from _wrapped(f"fix: {fix}", "      ")
    if len(findings) > len(shown):
        yield f"    … and {len(findings) - len(shown)} more; --format json has them all"
    if first.fix and one_fix:
        yield from _wrapped(f"fix: {first.fix}", "    ")


def _waived(finding: Finding) -> Iterator[str]:
    waiver = finding.waiver
    if waiver is not None:
        yield f"  {finding.policy}  {printable(finding.address, _LONGEST)}"
        yield from _wrapped(
            f"until {waiver.expires}, {waiver.owner} answers for it: {waiver.reason}", "      "
        )


def _numbers(result: GateResult) -> str:
    builtin = sum(1 for rule in result.rules if rule.is_builtin)
    pairs = result.verdicts
    return (
        f"{result.policies - builtin} policies and {builtin} checks of checkov "
        f"{result.versions.get('checkov', '')} judged {result.resources} resources: "
        f"{pairs.count(Outcome.PASSED)} of {len(pairs)} verdicts passed."
    )


def unreached(result: GateResult) -> str:
    """Which resources a pass says nothing of: their types, and how many there are of each."""
    return f"{unreached_in_short(result)}: {listed(result.by_no_rule)}."


def unreached_in_short(result: GateResult) -> str:
    """How many types and resources a pass says nothing of."""
    number = sum(result.by_no_rule.values())
    return (
        f"No policy is about {_count(len(result.by_no_rule), 'type')} of "
        f"{_count(number, 'resource')}"
    )


def _wrapped(words: str, indent: str, longest: int = 1_000) -> Iterable[str]:
    return textwrap.wrap(
        printable(words, longest),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
