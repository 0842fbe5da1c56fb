"""The changes between two plans that know no state, as one plan.

A plan made offline, for a pull request from a fork, creates everything: it has no state to compare
with. Beside the plan of the base branch, made the same way, it still says what the request changes.
"""

from __future__ import annotations

from dataclasses import replace

from lakeform.plan.masking import differences
from lakeform.plan.model import Action, Change, Plan


def is_stateless(plan: Plan) -> bool:
    """Whether a plan creates all that it manages, as one does that found no state."""
    managed = [change for change in plan.changes if change.is_managed]
    return all(change.action is Action.CREATE for change in managed)


def compare(base: Plan, head: Plan) -> Plan:
    """What `head` changes in what `base` would have made, as if that had been applied.

    A changed resource is an update, as the plans don't say what forces a replacement. `moved`
    blocks have no state to work on either: a resource under a new address is one that goes and
    another that comes. Values unknown in both plans count as unchanged, and so do sensitive ones:
    both are masked.
    """
    old = {change.address: change for change in base.changes if change.is_managed}
    new = {change.address: change for change in head.changes if change.is_managed}
    changes = [_change(old.get(address), new.get(address)) for address in sorted({*old, *new})]
    data = [change for change in head.changes if not change.is_managed]
    ordered = sorted([*changes, *data], key=lambda change: (change.address, change.deposed))
    return replace(head, changes=tuple(ordered), written={**base.written, **head.written})


def _change(old: Change | None, new: Change | None) -> Change:
    if new is None:
        assert old is not None
        return replace(
            old,
            action=Action.DELETE,
            before=old.after,
            after=None,
            before_sensitive=old.after_sensitive,
            after_sensitive=None,
            after_unknown=None,
        )
    if old is None:
        return new
    changed = tuple(differences(old.after, new.after))
    return replace(
        new,
        action=Action.UPDATE if changed else Action.NO_OP,
        before=old.after,
        before_sensitive=old.after_sensitive,
        changed_paths=changed,
    )
