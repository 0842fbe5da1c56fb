"""The guard of columns: data that stays in its files, and that no query finds any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.gate.verdict import Outcome
from lakeform.plan import Action, Mark
from lakeform.review.guards.guard import Case, Hit
from lakeform.review.guards.protections import values_at

_PLACES = (("storage_descriptor", "columns"), ("partition_keys",))


def columns_are_dropped(case: Case) -> Iterator[Hit]:
    """A table that exists loses columns, or nobody knows which it will have."""
    for change in case.plan.with_action(Action.UPDATE):
        if change.type != "aws_glue_catalog_table" or not change.is_managed:
            continue
        before, _ = _columns(change.before)
        after, is_known = _columns(change.after)
        dropped = sorted(before - after)
        if dropped and is_known:
            noun = "column" if len(dropped) == 1 else "columns"
            yield Hit(change.address, f"drops the {noun} {', '.join(dropped)}")
        elif dropped:
            reason = "which columns it keeps is known after apply"
            yield Hit(change.address, reason, Outcome.UNKNOWN)


def _columns(values: Any) -> tuple[set[str], bool]:
    """The names, in lower case as Glue has them, and whether they are all known."""
    names: set[str] = set()
    is_known = True
    for place in _PLACES:
        for each in values_at(values, place):
            name = each.get("name") if isinstance(each, Mapping) else each
            if isinstance(name, Mark):
                is_known = False
            elif isinstance(name, str):
                names.add(name.lower())
    return names, is_known
