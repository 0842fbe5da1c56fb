"""The two sides of a plan: what is in force before it is applied, and what is afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lakeform.plan import Action, Change, Mark, Plan, Planned, Replacement
from lakeform.plan.configuration import NOTHING, Written, base_address
from lakeform.plan.masking import value_at

UNKNOWN = str(Mark.UNKNOWN)
"""What stands in a sentence for a name that nobody knows yet."""

_IDENTITIES = ("id", "arn", "bucket", "name")
_MAKING = (Action.CREATE, Action.REPLACE)
_CHANGING = (*_MAKING, Action.UPDATE, Action.DELETE)


class Side(Enum):
    """Of a plan."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class State:
    """One resource on one side.

    Attributes:
        values: its attributes, never None.
        written: what the configuration says of it; that of the side after, where nobody knows what
            it said before.
        side: on which it is.
    """

    address: str
    type: str
    values: Mapping[str, Any]
    written: Written = NOTHING
    side: Side = Side.AFTER

    def block(self, name: str) -> Mapping[str, Any] | None:
        """The first nested block of that name, None where there is none or nobody knows it."""
        found = self.blocks(name)
        return found[0] if found else None

    def blocks(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """The nested blocks of that name that are known."""
        value = self.values.get(name)
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list):
            return ()
        return tuple(item for item in value if isinstance(item, Mapping))

    def document(self, attribute: str) -> str | None:
        """The text of a policy; where its value isn't known, as it was written."""
        value = self.values.get(attribute)
        if value is Mark.UNKNOWN:
            return self.written.texts.get(attribute)
        return known(value)


class Sides:
    """All managed resources of a plan by side and type."""

    def __init__(self, plan: Plan) -> None:
        self._found: dict[tuple[Side, str], list[State]] = {}
        self._by_base: dict[tuple[Side, str], list[State]] = {}
        self._unseen: dict[str, frozenset[str]] = {}
        self._kept: set[str] = set()
        self._planned = Planned(plan)
        self._changes = {
            change.address: change
            for change in plan.changes
            if change.is_managed and not change.deposed
        }
        self._going = [
            change
            for change in plan.with_action(Action.DELETE)
            if change.is_managed and not change.deposed
        ]
        for change in plan.changes:
            if change.is_managed and not change.deposed:
                base = base_address(change.address)
                for side, values in _values(change):
                    written = plan.written
                    if side is Side.BEFORE and plan.written_before is not None:
                        written = plan.written_before
                    said = written.get(base, NOTHING)
                    state = State(change.address, change.type, values, said, side)
                    self._found.setdefault((side, change.type), []).append(state)
                    self._by_base.setdefault((side, base), []).append(state)
                if unseen := frozenset(_unseen(change)):
                    self._unseen[change.address] = unseen
                if change.action is Action.NO_OP:
                    self._kept.add(change.address)

    def of(self, side: Side, *types: str) -> Iterator[State]:
        """The resources of these types, by type as given, then by address."""
        for kind in types:
            yield from self._found.get((side, kind), ())

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the resources on either side, sorted."""
        return tuple(sorted({kind for _, kind in self._found}))

    def makes(self, address: str, attribute: str, *types: str) -> bool:
        """Whether the plan makes what an attribute of a resource names; False if it isn't in it."""
        if address not in self._planned:
            return False
        targets = self._planned.targets(self._planned[address], attribute, *types)
        return bool(targets) and all(target.action in _MAKING for target in targets)

    def is_new(self, address: str) -> bool:
        """Whether the plan makes a resource, and not in the place of another."""
        change = self._changes.get(address)
        return change is not None and change.action is Action.CREATE

    def is_changed(self, address: str) -> bool:
        """Whether the plan makes, changes or deletes a resource."""
        change = self._changes.get(address)
        return change is not None and change.action in _CHANGING

    def is_only_read(self, state: State, attribute: str) -> bool:
        """Whether an attribute holds what Terraform found: nobody wrote it, and it isn't changed.

        Of a resource that is made, such an attribute is known after apply.
        """
        written, change = state.written.attributes, self._changes[state.address]
        if written is None or attribute in written or change.action is Action.DELETE:
            return False
        after = (change.after or {}).get(attribute)
        if after is Mark.UNKNOWN:
            return change.action in _MAKING
        return (change.before or {}).get(attribute) == after

    def is_deleted(self, state: State) -> bool:
        """Whether the plan deletes a resource, and makes no other in its place."""
        return any(change.address == state.address for change in self._going)

    def stays(self, state: State) -> bool:
        """Whether the plan leaves a resource as it is."""
        return state.address in self._kept

    def unseen(self, address: str) -> frozenset[str]:
        """The attributes of a resource that change from one unknown value to another."""
        return self._unseen.get(address, frozenset())

    def goes(self, state: State, attribute: str) -> bool:
        """Whether the plan deletes what an attribute of a resource names."""
        name = known(state.values.get(attribute))
        bucket = None if name is None else _bucket_of(name)
        referred = state.written.references.get(attribute, ())
        for change in self._going:
            if name is None:
                if base_address(change.address) in referred:
                    return True
            elif change.address != state.address and (
                name in _names(change.before or {})
                or (bucket is not None and bucket == _bucket_in(change))
            ):
                return True
        return False

    def name(self, state: State, value: Any, attribute: str, *types: str) -> str:
        """A name, as it is known, or as the resource is called that `attribute` refers to.

        Args:
            value: what stands in the plan.
            attribute: the outermost attribute in which it stands.
            types: the types that the name may be of.
        """
        text = known(value)
        if text is not None:
            return text
        for base in state.written.references.get(attribute, ()):
            kind = base.split(".")[-2]
            if kind in types:
                address, target = self._referred(state, attribute, base)
                given = None if target is None else known(target.values.get(_name_of(kind)))
                return given or address
        return UNKNOWN

    def _referred(self, state: State, attribute: str, base: str) -> tuple[str, State | None]:
        """What a reference to all instances of a resource, or to one, means, and its address."""
        targets = self._by_base.get((state.side, base), [])
        ends = [end for end in state.written.instances.get(attribute, ()) if _is_of(end, base)]
        index = ends[0][len(base) :] if len(ends) == 1 else self._index(state)
        named = [target for target in targets if self._index(target) == index]
        if named:
            return base + index, named[0]
        return base, targets[0] if targets else None

    def _index(self, state: State) -> str:
        """`["x"]` of `module.a[0].aws_iam_role.b["x"]`; empty for none."""
        index = self._changes[state.address].index
        return "" if index is None else f"[{json.dumps(index)}]"


def known(value: Any) -> str | None:
    """A string that says something; None for a mark, another type, or nothing at all."""
    if isinstance(value, str) and not isinstance(value, Mark) and value:
        return value
    return None


def strings(value: Any) -> tuple[str, ...]:
    """The strings of a list, sorted, a mark included; of anything else, none."""
    if value is Mark.UNKNOWN or value is Mark.SENSITIVE:
        return (str(value),)
    if not isinstance(value, list):
        return ()
    return tuple(sorted({str(item) for item in value if isinstance(item, str)}))


def _bucket_of(arn: str) -> str | None:
    """The bucket in an S3 ARN, with a prefix or without; None for another text."""
    start, found, place = arn.partition(":s3:::")
    return place.partition("/")[0] if found and start.startswith("arn:") else None


def _bucket_in(change: Change) -> str | None:
    """The name of the bucket that a change is of; None where it is of something else."""
    return known((change.before or {}).get("bucket")) if change.type == "aws_s3_bucket" else None


def _is_of(end: str, base: str) -> bool:
    return base_address(end) == base


def _unseen(change: Change) -> Iterator[str]:
    for path in change.changed_paths:
        if all(value_at(each, path) is Mark.UNKNOWN for each in (change.before, change.after)):
            yield str(path[0])


def _names(values: Mapping[str, Any]) -> set[str]:
    return {name for key in _IDENTITIES if (name := known(values.get(key))) is not None}


def _name_of(kind: str) -> str:
    return "bucket" if kind == "aws_s3_bucket" else "name"


def _values(change: Change) -> Iterator[tuple[Side, Mapping[str, Any]]]:
    before, after = change.before, change.after
    if before is not None:
        yield Side.BEFORE, before
        # What Terraform forgets stays in force, though nobody manages it any more.
        if change.action is Action.FORGET or change.replacement is Replacement.FORGET_OLD:
            yield Side.AFTER, before
    if after is not None and change.action is not Action.FORGET:
        yield Side.AFTER, after
