"""What a guard is, and what it judges in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lakeform.gate.controls import Controls
from lakeform.gate.findings import Rule
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from lakeform.plan import Plan
from lakeform.review.access import AccessChange, Principals, Sides


@dataclass(frozen=True)
class DestroyKeys:
    """The two keys for destroying data; an address needs both.

    Attributes:
        configured: addresses under `policy.allow_destroy` in lake.yaml.
        flagged: addresses given with `--allow-destroy`.
        is_early: whether the second key may be given later: nothing is applied after this.
    """

    configured: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()
    is_early: bool = False

    def open(self, address: str) -> bool:
        """Whether both keys are there."""
        return address in self.configured and address in self.flagged

    def waits(self, address: str) -> bool:
        """Whether nothing but the second key is missing, and it may be given later."""
        return self.is_early and address in self.configured and address not in self.flagged


@dataclass(frozen=True)
class Case:
    """What a guard judges in: the changes of one plan."""

    plan: Plan
    sides: Sides
    principals: Principals
    access: tuple[AccessChange, ...]
    keys: DestroyKeys


@dataclass(frozen=True)
class Hit:
    """A guard has found something at one address.

    Attributes:
        outcome: `UNKNOWN` where the plan doesn't say enough.
        fix: the line of lake.yaml that heals it, empty where there is none.
    """

    address: str
    reason: str
    outcome: Outcome = Outcome.FAILED
    fix: str = ""


@dataclass(frozen=True)
class Guard:
    """One rule about changes, where a policy is one about what there will be.

    Attributes:
        id: `GUARD_<AREA>_<NUMBER>`; never given to another rule.
        title: what must hold, in one line, without a full stop.
        documentation: why, and what the guard can't see.
        can_be_waived: whether a waiver in lake.yaml may answer for a finding.
    """

    id: str
    title: str
    severity: Severity
    controls: Controls
    documentation: str
    judge: Callable[[Case], Iterator[Hit]]
    types: tuple[str, ...] = ("*",)
    can_be_waived: bool = field(default=True, kw_only=True)

    @property
    def rule(self) -> Rule:
        """The guard as the gate's reports list it."""
        return Rule(
            id=self.id,
            title=self.title,
            severity=self.severity,
            types=self.types,
            controls=self.controls,
            documentation=f"{self.title}.\n\n{self.documentation}",
            is_guard=True,
        )
