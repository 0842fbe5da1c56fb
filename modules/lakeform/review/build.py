"""Plan and verdict → review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lakeform.gate.findings import Finding, GateResult
from lakeform.gate.severity import Severity
from lakeform.plan import Action, Plan, summarise
from lakeform.review import words
from lakeform.review.access import AccessChange
from lakeform.review.changes import drifted, parts
from lakeform.review.costs import Prices, cost_change
from lakeform.review.guards import DestroyKeys
from lakeform.review.guards.data import DATA, RECORDS
from lakeform.review.guards.destroy import destroyed, forgotten, loss
from lakeform.review.model import Findings, Kind, Review, Risk


def build(
    plan: Plan,
    *,
    subject: str,
    access: tuple[AccessChange, ...],
    gate: GateResult | None = None,
    baseline: GateResult | None = None,
    keys: DestroyKeys | None = None,
    prices: Prices | None = None,
    is_compared: bool = False,
    fallback: str = "plan.json",
) -> Review:
    """Put together what is known of a plan.

    Args:
        access: the plan's changes of access.
        gate: the verdict on the plan, the guards' findings among the policies'.
        baseline: the policies' verdict on the plan of the base branch.
        is_compared: whether `plan` is a comparison of two plans without a state.
    """
    keys = DestroyKeys() if keys is None else keys
    summary = summarise(plan)
    return Review(
        subject=subject,
        line=summary.line,
        is_compared=is_compared,
        is_complete=plan.complete,
        parts=parts(plan),
        drift=drifted(plan),
        outputs=() if is_compared else _outputs(plan),
        risks=tuple(_risks(plan, keys)),
        access=access,
        findings=held_against(gate, baseline, _moves(plan)),
        cost=None if prices is None else cost_change(plan, prices),
        has_baseline=baseline is not None,
        gate=gate,
        fallback=fallback,
    )


def of_verdict(
    gate: GateResult, *, subject: str, baseline: GateResult | None = None, fallback: str
) -> Review:
    """A review of nothing but a verdict, for the reports of `lakeform check`."""
    return Review(
        subject=subject,
        findings=held_against(gate, baseline, {}),
        has_baseline=baseline is not None,
        gate=gate,
        fallback=fallback,
    )


def held_against(
    gate: GateResult | None, baseline: GateResult | None, moves: Mapping[str, str]
) -> Findings:
    """Findings that the base branch has as well, apart from those that it hasn't.

    A finding is the same when the policy is, and the address is or was. If its reason is another,
    or it wasn't certain, it may be worse than before, and so is new. What the base branch waives
    counts as one that it has. A guard speaks of what this plan does, so its findings are never old.

    Args:
        moves: address → where the resource was before.
    """
    if gate is None:
        return Findings()
    if baseline is None:
        return Findings(new=gate.findings, waived=gate.waived)
    base = {_identity(each, {}): each for each in (*baseline.findings, *baseline.waived)}
    here = {_identity(each, moves) for each in (*gate.findings, *gate.waived)}
    here |= {_identity(each, {}) for each in (*gate.findings, *gate.waived)}
    new: list[Finding] = []
    old: list[Finding] = []
    for each in gate.findings:
        before = base.get(_identity(each, {})) or base.get(_identity(each, moves))
        if before is None or is_guard(each):
            new.append(each)
        elif _says(each, moves) in (_says(before, {}), _says(before, moves)):
            old.append(each)
        else:
            reason = f"{each.reason}; the base branch has: {words.reason(before)}"
            new.append(replace(each, reason=reason))
    return Findings(
        new=tuple(new),
        old=tuple(old),
        healed=tuple(
            each
            for each in baseline.findings
            if not is_guard(each) and _identity(each, {}) not in here
        ),
        waived=gate.waived,
    )


def is_guard(finding: Finding) -> bool:
    """Whether a guard found it, rather than a policy."""
    return finding.policy.startswith("GUARD_")


def _identity(finding: Finding, moves: Mapping[str, str]) -> tuple[str, str]:
    return (finding.policy, moves.get(finding.address, finding.address))


def _says(finding: Finding, moves: Mapping[str, str]) -> str:
    """Its reason, with each resource under its address from before."""
    reason = words.reason(finding)
    for address, previous in moves.items():
        reason = reason.replace(address, previous)
    return reason


def _moves(plan: Plan) -> dict[str, str]:
    return {each.address: each.previous_address for each in plan.changes if each.previous_address}


def _outputs(plan: Plan) -> tuple[str, ...]:
    return tuple(each.name for each in plan.outputs if each.action is not Action.NO_OP)


def _risks(plan: Plan, keys: DestroyKeys) -> Iterator[Risk]:
    """Data first, then records; what is destroyed before what is forgotten."""
    for types, severity in ((DATA, Severity.CRITICAL), (RECORDS, Severity.LOW)):
        for change in destroyed(plan, types):
            yield Risk(
                address=change.address,
                kind=Kind.REPLACED if change.action is Action.REPLACE else Kind.DESTROYED,
                text=loss(change),
                severity=severity,
                is_allowed=keys.open(change.address),
                waits=keys.waits(change.address),
            )
    for change in forgotten(plan, DATA):
        text = f"leaves {DATA[change.type]} where it is, without Terraform"
        yield Risk(change.address, Kind.FORGOTTEN, text, Severity.MEDIUM, is_allowed=True)
