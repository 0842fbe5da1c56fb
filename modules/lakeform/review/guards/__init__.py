"""Guards: rules about what a plan changes, where policies are rules about what there will be.

checkov sees only what a plan leaves behind, so a bucket that is destroyed, or a key whose rotation
was on until now, is nothing to it. Guards read `resource_changes` themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from lakeform.gate.findings import Finding, Further
from lakeform.gate.verdict import Outcome
from lakeform.plan import Plan
from lakeform.review.access import AccessChange, Principals, Sides, access_changes
from lakeform.review.guards.destroy import at_stake
from lakeform.review.guards.guard import Case, DestroyKeys, Guard, Hit
from lakeform.review.guards.registry import GUARDS

__all__ = ["GUARDS", "UNWAIVABLE", "WAIVABLE", "DestroyKeys", "at_stake", "guard", "guarded"]


def guard(
    plan: Plan,
    keys: DestroyKeys | None = None,
    access: Sequence[AccessChange] | None = None,
    account: str | None = None,
    trusted: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What the guards find: worst first, then by guard and address; one finding for each pair.

    Args:
        access: the plan's changes of access; None finds them out.
        account: the account that the plan is of; None takes it from the plan.
        trusted: accounts beside it that lake.yaml trusts.
    """
    changes = access_changes(plan, account, trusted) if access is None else tuple(access)
    sides = Sides(plan)
    principals = Principals(plan, sides, account, trusted)
    case = Case(plan, sides, principals, changes, DestroyKeys() if keys is None else keys)
    found = [finding for each in GUARDS for finding in _findings(each, case)]
    return tuple(sorted(found, key=lambda each: (-each.severity.rank, each.policy, each.address)))


def guarded(
    plan: Plan,
    keys: DestroyKeys | None = None,
    access: Sequence[AccessChange] | None = None,
    account: str | None = None,
    trusted: Sequence[str] = (),
) -> Further:
    """What the guards find, as a part of the gate's verdict; the arguments are those of `guard`."""
    return Further(
        rules=tuple(each.rule for each in GUARDS),
        findings=guard(plan, keys, access, account, trusted),
        unwaivable=UNWAIVABLE,
    )


UNWAIVABLE: frozenset[str] = frozenset(each.id for each in GUARDS if not each.can_be_waived)
"""Guards whose findings nobody can answer for: what they ask for are keys."""

WAIVABLE: frozenset[str] = frozenset(each.id for each in GUARDS if each.can_be_waived)


def _findings(rule: Guard, case: Case) -> list[Finding]:
    by_address: dict[str, list[Hit]] = {}
    for hit in rule.judge(case):
        by_address.setdefault(hit.address, []).append(hit)
    return [_finding(rule, address, hits) for address, hits in sorted(by_address.items())]


def _finding(rule: Guard, address: str, hits: Sequence[Hit]) -> Finding:
    failed = any(hit.outcome is Outcome.FAILED for hit in hits)
    return Finding(
        policy=rule.id,
        title=rule.title,
        severity=rule.severity,
        outcome=Outcome.FAILED if failed else Outcome.UNKNOWN,
        address=address,
        reason="; ".join(dict.fromkeys(hit.reason for hit in hits)),
        controls=rule.controls,
        fix=next((hit.fix for hit in hits if hit.fix), ""),
    )
