"""A review as data: all that the reports say, in no format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lakeform.gate.findings import Finding, GateResult
from lakeform.gate.severity import Severity
from lakeform.review.access import AccessChange
from lakeform.review.costs import CostChange


class Kind(StrEnum):
    """What happens to a resource, in the order in which a reader wants to know it."""

    DESTROYED = "destroyed"
    REPLACED = "replaced"
    FORGOTTEN = "forgotten"
    CHANGED = "changed"
    CREATED = "created"
    IMPORTED = "imported"
    MOVED = "moved"


@dataclass(frozen=True)
class AttributeChange:
    """One attribute before and after, as JSON; masked values and unknown ones as their marks.

    Attributes:
        path: `rule[0].expiration`.
        forces: whether it is why the resource is replaced.
        is_policy: whether it is a policy, whose change the report says in words elsewhere; then
            `before` and `after` are empty.
    """

    path: str
    before: str
    after: str
    forces: bool = False
    is_policy: bool = False


@dataclass(frozen=True)
class Item:
    """What happens to one resource.

    Attributes:
        previous_address: where it was before, empty where it hasn't moved.
        import_id: the id that it is imported by, empty where it isn't.
        deposed: the key of a deposed object, empty for the resource itself.
        order: of a replacement, empty otherwise.
        reason: Terraform's, in words, empty where it gives none.
    """

    address: str
    type: str
    kind: Kind
    attributes: tuple[AttributeChange, ...] = ()
    previous_address: str = ""
    import_id: str = ""
    deposed: str = ""
    order: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """What happens in one part of the lake, worst first."""

    name: str
    items: tuple[Item, ...]

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many of each kind there are; kinds without any are left out."""
        return counted(self.items)


@dataclass(frozen=True)
class Risk:
    """Data, or records, that the plan destroys, replaces or forgets.

    Attributes:
        text: what is lost, as a sentence without a subject: `destroys the bucket and …`.
        is_allowed: whether both keys are there, or none is needed.
        waits: whether the second key is missing, and may be given later.
    """

    address: str
    kind: Kind
    text: str
    severity: Severity
    is_allowed: bool
    waits: bool = False


@dataclass(frozen=True)
class Findings:
    """What the gate and the guards found, held against the base branch.

    Attributes:
        new: that the base doesn't have, or has for another reason, which theirs then says as well;
            all of them where there is no base.
        old: that the base has as well, for the same reason.
        healed: that the base has, and this change hasn't.
    """

    new: tuple[Finding, ...] = ()
    old: tuple[Finding, ...] = ()
    healed: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Review:
    """One review of one plan.

    Attributes:
        subject: what is reviewed: `acme-ml dev`, or the plan's file.
        line: Terraform's closing line; empty where changes aren't shown.
        is_compared: whether two plans without a state were compared, for want of one.
        is_complete: False when Terraform says that another plan is needed after this one.
        parts: what happens, by part of the lake, in the order of `parts.ORDER`.
        drift: what was changed outside Terraform.
        outputs: names of outputs that change, sorted.
        cost: None where nothing was priced.
        has_baseline: whether findings were held against the base branch.
        gate: the verdict of the policies, None where only changes were reviewed.
        fallback: where findings are located that have no place in lake.yaml: a file's path.
    """

    subject: str
    line: str = ""
    is_compared: bool = False
    is_complete: bool = True
    parts: tuple[Part, ...] = ()
    drift: tuple[Item, ...] = ()
    outputs: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    access: tuple[AccessChange, ...] = ()
    findings: Findings = field(default_factory=Findings)
    cost: CostChange | None = None
    has_baseline: bool = False
    gate: GateResult | None = None
    fallback: str = "plan.json"

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many resources of each kind there are."""
        return counted(item for part in self.parts for item in part.items)

    @property
    def fail_on(self) -> Severity:
        """The mildest severity that fails."""
        return Severity.HIGH if self.gate is None else self.gate.fail_on

    @property
    def failing(self) -> tuple[Finding, ...]:
        """New findings as bad as `fail_on`, or worse. Old ones are the gate's own business."""
        return tuple(each for each in self.findings.new if each.severity.at_least(self.fail_on))

    @property
    def exit_code(self) -> int:
        """0 when nothing stands against it, 1 when something does, 3 when the gate broke."""
        problems = () if self.gate is None else self.gate.problems
        return max(
            (1 if self.failing else 0, *(problem.exit_code for problem in problems)), default=0
        )

    @property
    def passed(self) -> bool:
        return self.exit_code == 0


def counted(items: Iterable[Item]) -> Mapping[Kind, int]:
    """How many items of each kind there are, in the order of `Kind`."""
    found: dict[Kind, int] = {}
    for item in items:
        found[item.kind] = found.get(item.kind, 0) + 1
    return {kind: found[kind] for kind in Kind if kind in found}
