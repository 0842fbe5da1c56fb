"""What the gate says of a plan: what reports, evidence and exit codes are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lakeform.gate.controls import Controls
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome


@dataclass(frozen=True)
class Position:
    """A place in lake.yaml; `line` counts from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Rule:
    """A policy of lakeform's or the user's, or a check of checkov's that lakeform takes over.

    Attributes:
        types: the resource types that it judges; patterns (`aws_kinesis_*`) possible.
        controls: framework → the controls that it is evidence for; none where none fits, and no
            framework where nobody has said so.
        documentation: what must hold, and why; the first line is a summary.
        fix: the line of lake.yaml that heals a finding, empty where there is none.
        is_builtin: whether it is checkov's own.
        is_guard: whether it judges what changes, instead of what there will be.
        is_users: whether the user wrote it.
    """

    id: str
    title: str
    severity: Severity
    types: tuple[str, ...]
    controls: Controls
    documentation: str
    fix: str = ""
    is_builtin: bool = False
    is_guard: bool = False
    is_users: bool = False


@dataclass(frozen=True)
class Waiver:
    """A finding that somebody answers for.

    Attributes:
        policy, address: the one policy and the one resource that it is about, exactly.
        expires: the last day on which it holds.
        position: where it is written.
    """

    policy: str
    address: str
    reason: str
    owner: str
    expires: date
    position: Position | None = None


@dataclass(frozen=True)
class Finding:
    """One policy doesn't pass on one resource.

    Attributes:
        outcome: `FAILED`, or `UNKNOWN` where the plan doesn't say enough; both count.
        reason: why, in a line that stands alone.
        fix: the line of lake.yaml that heals it, empty where there is none.
        waiver: who answers for it, None where nobody does.
        config: the deepest section of lake.yaml that the resource comes from; None where the
            resource isn't lakeform's.
    """

    policy: str
    title: str
    severity: Severity
    outcome: Outcome
    address: str
    reason: str
    controls: Controls
    fix: str = ""
    waiver: Waiver | None = None
    config: Position | None = None


@dataclass(frozen=True)
class GateProblem:
    """What keeps the gate from a sound verdict, or shows that its configuration is stale.

    Attributes:
        exit_code: 1 where the user has to put something right, 3 where a policy or checkov broke.
    """

    message: str
    hint: str = ""
    position: Position | None = None
    exit_code: int = 1


@dataclass(frozen=True)
class Further:
    """What else a verdict holds: findings that don't come from policies, such as the guards'.

    Attributes:
        rules: all that were looked for, with findings or without.
        unwaivable: ids of those rules that nobody can answer for.
    """

    rules: tuple[Rule, ...] = ()
    findings: tuple[Finding, ...] = ()
    unwaivable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GateResult:
    """The gate's verdict on one plan.

    Attributes:
        findings: those that nobody waived: worst first, then by policy and address.
        waived: those that somebody answers for, in the same order.
        judged: policy → address → outcome: every pair, those that passed included.
        rules: all that ran, sorted by id, lakeform's own first.
        by_no_rule: type → number of resources that no rule about their type judged, those that go
            included: nothing but rules that hold for any type, such as the one about tags.
        problems: what else stands against a pass.
        fail_on: the mildest severity that fails.
        versions: of `lakeform`, `checkov` and `terraform`.
        plan_sha256: of the plan's file, byte for byte.
        plan_time: when Terraform made the plan, as it writes it; empty where it doesn't say.
    """

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    judged: Mapping[str, Mapping[str, Outcome]]
    rules: tuple[Rule, ...]
    problems: tuple[GateProblem, ...]
    fail_on: Severity
    versions: Mapping[str, str]
    plan_sha256: str
    plan_time: str = ""
    lake: str = ""
    environment: str = ""
    frameworks: tuple[str, ...] = field(default=())
    by_no_rule: Mapping[str, int] = field(default_factory=dict)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that are as bad as `fail_on`, or worse."""
        return tuple(found for found in self.findings if found.severity.at_least(self.fail_on))

    @property
    def passed(self) -> bool:
        return not self.failing and not self.problems

    @property
    def exit_code(self) -> int:
        """0 when it passed, 1 when not, 3 when a policy or checkov broke."""
        return max((1 if self.failing else 0, *(problem.exit_code for problem in self.problems)))

    @property
    def policies(self) -> int:
        """How many policies and checks of checkov ran; guards aren't among them."""
        return sum(not rule.is_guard for rule in self.rules)

    @property
    def resources(self) -> int:
        """How many resources at least one policy judged."""
        return len({address for pairs in self._of_policies for address in pairs})

    @property
    def idle(self) -> tuple[Rule, ...]:
        """The user's policies that judged nothing; they may name a type that there isn't."""
        return tuple(rule for rule in self.rules if rule.is_users and not self.judged.get(rule.id))

    @property
    def verdicts(self) -> tuple[Outcome, ...]:
        """What the policies and checks said, one for each resource that they judged."""
        return tuple(outcome for pairs in self._of_policies for outcome in pairs.values())

    @property
    def _of_policies(self) -> tuple[Mapping[str, Outcome], ...]:
        guards = {rule.id for rule in self.rules if rule.is_guard}
        return tuple(pairs for rule, pairs in self.judged.items() if rule not in guards)
