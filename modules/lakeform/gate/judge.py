"""The gate: a plan's file → is it whole → run the policies → waivers → verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from lakeform import collector
from lakeform.errors import InputError
from lakeform.gate.builtin import BUILTINS, Builtin
from lakeform.gate.checkov_run import Run, find_check, run
from lakeform.gate.controls import FRAMEWORKS
from lakeform.gate.findings import Finding, Further, GateProblem, GateResult, Position, Rule, Waiver
from lakeform.gate.policies import is_users, load_policies, users_policies
from lakeform.gate.policy import Policy
from lakeform.gate.reach import compared, listed, reached_by_no_rule
from lakeform.gate.settings import Settings
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from lakeform.gate.waivers import apply_waivers
from lakeform.gate.whole import check_whole
from lakeform.plan import Plan, load, parse


@dataclass(frozen=True)
class Terms:
    """On what terms a plan is judged.

    Attributes:
        frameworks: those whose controls are reported.
        policies: a folder with further policies, beside lakeform's own.
        today: the day on which waivers must still hold.
        positions: address → where lake.yaml has what the resource comes from, if it has.
    """

    today: date
    fail_on: Severity = Severity.HIGH
    settings: Settings = field(default_factory=Settings)
    waivers: tuple[Waiver, ...] = ()
    frameworks: tuple[str, ...] = tuple(FRAMEWORKS)
    policies: Path | None = None
    lake: str = ""
    environment: str = ""
    positions: Callable[[str], Position | None] = field(default=lambda _: None)


def judge(file: Path, terms: Terms, further: Further | None = None) -> GateResult:
    """Judge a plan that `terraform show -json` wrote. Only a masked copy of it is judged.

    Args:
        further: findings beside the policies', which waivers may be about as well.

    Raises:
        InputError: the file isn't a whole plan, or has nothing to judge; a policy can't be loaded.
        ToolError: checkov can't read the plan, or lacks a check.
    """
    with collector.paused():
        return _judge(file, terms, Further() if further is None else further)


def _judge(file: Path, terms: Terms, also: Further) -> GateResult:
    record = parse(file)
    plan = load(record, name=str(file))
    check_whole(file, record, plan)
    policies = all_policies(terms.policies)
    said = run(plan, policies, terms.settings)
    rules = {rule.id: rule for rule in rules_of(policies, BUILTINS)}
    findings = [
        Finding(
            policy=identity,
            title=rules[identity].title,
            severity=rules[identity].severity,
            outcome=verdict.outcome,
            address=address,
            reason=verdict.reason,
            controls=_of_frameworks(rules[identity], terms.frameworks),
            fix=verdict.fix or rules[identity].fix,
            config=terms.positions(address),
        )
        for identity, verdicts in said.verdicts.items()
        for address, verdict in verdicts.items()
        if verdict.outcome is not Outcome.PASSED
    ]
    findings += [replace(found, config=terms.positions(found.address)) for found in also.findings]
    findings.sort(key=_worst_first)
    standing = [found for found in findings if found.policy in also.unwaivable]
    others = [found for found in findings if found.policy not in also.unwaivable]
    waived = apply_waivers(others, terms.waivers, terms.today)
    by_no_rule = reached_by_no_rule(plan, (*rules.values(), *also.rules))
    return GateResult(
        findings=tuple(sorted((*standing, *waived.left), key=_worst_first)),
        waived=waived.waived,
        judged={
            identity: {address: verdict.outcome for address, verdict in sorted(verdicts.items())}
            for identity, verdicts in said.verdicts.items()
        }
        | {
            rule.id: dict.fromkeys(compared(plan, rule), Outcome.PASSED)
            | {found.address: found.outcome for found in also.findings if found.policy == rule.id}
            for rule in also.rules
        },
        rules=(*rules.values(), *also.rules),
        by_no_rule=by_no_rule,
        problems=(*_faults(plan, said, by_no_rule), *waived.problems),
        fail_on=terms.fail_on,
        versions={
            "lakeform": version("lakeform"),
            "checkov": version("checkov"),
            "terraform": plan.terraform_version,
        },
        plan_sha256=_sha256(file),
        plan_time=str(record.get("timestamp") or ""),
        lake=terms.lake,
        environment=terms.environment,
        frameworks=terms.frameworks,
    )


def _worst_first(finding: Finding) -> tuple[int, str, str]:
    return (-finding.severity.rank, finding.policy, finding.address)


def all_policies(folder: Path | None = None) -> tuple[Policy, ...]:
    """lakeform's policies, and those of a folder.

    Raises:
        InputError: a policy can't be loaded, or has an id that is lakeform's or checkov's to give.
    """
    own = load_policies()
    return own if folder is None else (*own, *users_policies(folder))


def known_ids(policies: Iterable[Policy]) -> frozenset[str]:
    """The ids of these policies and of the built-in checks."""
    return frozenset({policy.id for policy in policies} | {builtin.id for builtin in BUILTINS})


def rules_of(policies: Iterable[Policy], builtins: Iterable[Builtin]) -> tuple[Rule, ...]:
    """What reports say of policies and built-in checks."""
    own = [
        Rule(
            id=policy.id,
            title=policy.title,
            severity=policy.severity,
            types=tuple(policy.types),
            controls=policy.controls,
            documentation=policy.documentation(),
            fix=policy.fix,
            is_users=is_users(policy.id),
        )
        for policy in policies
    ]
    taken_over = [
        Rule(
            id=builtin.id,
            title=builtin.title,
            severity=builtin.severity,
            types=tuple(sorted(find_check(builtin.id).supported_resources)),
            controls=builtin.controls,
            documentation=builtin.reason,
            is_builtin=True,
        )
        for builtin in builtins
    ]
    return (*own, *taken_over)


def _faults(plan: Plan, said: Run, by_no_rule: Mapping[str, int]) -> Iterable[GateProblem]:
    for sentence in said.broken:
        yield GateProblem(sentence, "what it should have judged counts as unknown", exit_code=3)
    if not plan.complete:
        yield GateProblem(
            "the plan isn't complete: Terraform will need another one after it",
            "judge that one too; plans with `-target` are never complete",
        )
    if {change.type for change in plan.changes if change.is_managed} == set(by_no_rule):
        yield GateProblem(
            "no policy is about any of the plan's resources, so nothing was judged: "
            + listed(by_no_rule),
            "write policies for them, or leave such plans out",
        )


def _of_frameworks(rule: Rule, frameworks: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {name: rule.controls[name] for name in frameworks if rule.controls.get(name)}


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror or error}") from error
