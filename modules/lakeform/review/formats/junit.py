"""Verdicts as JUnit's XML: a suite a policy, a case an address, for CI that shows tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as xml

from lakeform.gate.findings import Finding, GateProblem
from lakeform.gate.verdict import Outcome
from lakeform.review import words
from lakeform.review.model import Review
from lakeform.visible import printable

_LONGEST = 2_000


def junit(reviews: Sequence[Review]) -> str:
    """All verdicts. A finding that fails is a failure; one that doesn't, is old, or is waived is
    skipped, with its reason; what keeps the gate from a verdict is an error."""
    root = xml.Element("testsuites", name="lakeform")
    for review in reviews:
        for name, cases in _suites(review):
            suite = xml.SubElement(root, "testsuite", name=printable(name, _LONGEST))
            suite.extend(cases)
            _count(suite)
    _count(root)
    xml.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"
    )


def _suites(review: Review) -> Iterator[tuple[str, list[xml.Element]]]:
    """Policy → its cases: those that passed, and the findings."""
    gate = review.gate
    if gate is None:
        return
    cases: dict[str, list[xml.Element]] = {}
    findings = _findings(review)
    for policy, pairs in gate.judged.items():
        for address, outcome in pairs.items():
            if outcome is Outcome.PASSED:
                cases.setdefault(policy, []).append(_case(review, policy, address))
    for finding, verdict in findings:
        case = _case(review, finding.policy, finding.address)
        case.append(verdict)
        cases.setdefault(finding.policy, []).append(case)
    titles = {rule.id: f"{rule.id} {rule.title}" for rule in gate.rules}
    for policy in sorted(cases):
        yield f"{review.subject}: {titles.get(policy, policy)}", cases[policy]
    if gate.problems:
        yield f"{review.subject}: problems", [_problem(review, each) for each in gate.problems]


def _findings(review: Review) -> Iterator[tuple[Finding, xml.Element]]:
    failing = {(each.policy, each.address) for each in review.failing}
    for finding in review.findings.new:
        if (finding.policy, finding.address) in failing:
            yield finding, _failure(finding)
        else:
            yield finding, _skipped(f"{finding.severity}: {words.reason(finding)}")
    for finding in review.findings.old:
        yield finding, _skipped(f"the base branch has it as well: {words.reason(finding)}")
    for finding in review.findings.waived:
        waiver = finding.waiver
        said = (
            "" if waiver is None else f"until {waiver.expires} by {waiver.owner}: {waiver.reason}"
        )
        yield finding, _skipped(f"waived {said}")


def _failure(finding: Finding) -> xml.Element:
    told = printable(words.reason(finding), _LONGEST)
    failure = xml.Element("failure", type=str(finding.severity), message=told)
    lines = [told]
    if finding.config:
        lines.append(f"at {printable(str(finding.config))}")
    if finding.fix:
        lines.append(f"fix: {printable(finding.fix, _LONGEST)}")
    failure.text = "\n".join(lines)
    return failure


def _skipped(why: str) -> xml.Element:
    return xml.Element("skipped", message=printable(why, _LONGEST))


def _problem(review: Review, problem: GateProblem) -> xml.Element:
    told = printable(problem.message, _LONGEST)
    case = _case(review, "problems", told)
    error = xml.SubElement(case, "error", type="problem", message=told)
    error.text = printable(problem.hint, _LONGEST)
    return case


def _case(review: Review, policy: str, address: str) -> xml.Element:
    return xml.Element(
        "testcase",
        classname=printable(f"{review.subject}.{policy}", _LONGEST),
        name=printable(address, _LONGEST),
        time="0",
    )


def _count(element: xml.Element) -> None:
    """The sums that readers of JUnit want on a suite."""
    for attribute, path in (
        ("tests", ".//testcase"),
        ("failures", ".//failure"),
        ("errors", ".//error"),
        ("skipped", ".//skipped"),
    ):
        element.set(attribute, str(len(element.findall(path))))
