"""The changes between two plans that know no state, as one plan.

A plan made offline, for a pull request from a fork, creates everything: it has no state to compare
with. Beside the plan of the base branch, made the same way, it still says what the request changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lakeform.plan.configuration import NOTHING, Written, base_address
from lakeform.plan.masking import Mark, differences, has_true, value_at
from lakeform.plan.model import Action, Change, Path, Plan


def is_stateless(plan: Plan) -> bool:
    """Whether a plan creates all that it manages, as one does that found no state."""
    managed = [change for change in plan.changes if change.is_managed]
    return all(change.action is Action.CREATE for change in managed)


def compare(base: Plan, head: Plan) -> Plan:
    """What `head` changes in what `base` would have made, as if that had been applied.

    A changed resource is an update, as the plans don't say what forces a replacement. `moved`
    blocks have no state to work on either: a resource under a new address is one that goes and
    another that comes. Values unknown in both plans are compared by what is written of them, and
    sensitive ones by their fingerprints.
    """
    old = {change.address: change for change in base.changes if change.is_managed}
    new = {change.address: change for change in head.changes if change.is_managed}
    changes = [
        _change(
            old.get(address),
            new.get(address),
            base.written.get(base_address(address), NOTHING),
            head.written.get(base_address(address), NOTHING),
        )
        for address in sorted({*old, *new})
    ]
    data = [change for change in head.changes if not change.is_managed]
    ordered = sorted([*changes, *data], key=lambda change: (change.address, change.deposed))
    return replace(
        head,
        changes=tuple(ordered),
        written={**base.written, **head.written},
        written_before=base.written,
    )


def _change(
    old: Change | None, new: Change | None, written_before: Written, written: Written
) -> Change:
    if new is None:
        assert old is not None
        return replace(
            old,
            action=Action.DELETE,
            before=old.after,
            after=None,
            hidden={},
            before_sensitive=old.after_sensitive,
            after_sensitive=None,
            after_unknown=None,
        )
    if old is None:
        return new
    found = {
        *differences(old.after, new.after),
        *_masked(old, new),
        *(
            path
            for path in (*_unknown(old.after, new.after), *_unknown_inside(old, new))
            if written_before.sources_of(*path) != written.sources_of(*path)
        ),
    }
    changed = tuple(sorted(found, key=lambda path: [str(step) for step in path]))
    return replace(
        new,
        action=Action.UPDATE if changed else Action.NO_OP,
        before=old.after,
        before_sensitive=old.after_sensitive,
        changed_paths=changed,
    )


def _masked(old: Change, new: Change) -> Iterator[Path]:
    """Where both are masked and look the same, and aren't."""
    for path in old.hidden.keys() & new.hidden.keys():
        if old.hidden[path] != new.hidden[path]:
            yield path


def _unknown_inside(old: Change, new: Change) -> Iterator[Path]:
    """Where both are masked as a whole, and something in them isn't known."""
    for path in old.hidden.keys() & new.hidden.keys():
        if has_true(value_at(new.after_unknown, path)):
            yield path


def _unknown(old: Any, new: Any, at: Path = ()) -> Iterator[Path]:
    """Where both are unknown."""
    if old is Mark.UNKNOWN and new is Mark.UNKNOWN:
        yield at
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() & new.keys():
            yield from _unknown(old[key], new[key], (*at, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _unknown(before, after, (*at, index))
