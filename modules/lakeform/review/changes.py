"""What happens to each resource, as a review lists it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lakeform.plan import Action, Change, Mark, Path, Plan
from lakeform.plan.configuration import NOTHING, Written, base_address
from lakeform.plan.masking import is_marked, value_at
from lakeform.review.access.holders import HOLDERS
from lakeform.review.model import AttributeChange, Item, Kind, Part
from lakeform.review.parts import ORDER, part_of

_KINDS: Mapping[Action, Kind] = {
    Action.CREATE: Kind.CREATED,
    Action.UPDATE: Kind.CHANGED,
    Action.REPLACE: Kind.REPLACED,
    Action.DELETE: Kind.DESTROYED,
    Action.FORGET: Kind.FORGOTTEN,
    Action.MOVE: Kind.MOVED,
    Action.IMPORT: Kind.IMPORTED,
}

_REASONS: Mapping[str, str] = {
    "replace_because_tainted": "it is tainted",
    "replace_by_request": "it was asked for with -replace",
    "replace_by_triggers": "what it is tied to by replace_triggered_by changes",
    "delete_because_no_resource_config": "it is no longer configured",
    "delete_because_no_module": "its module is no longer there",
    "delete_because_no_move_target": "it would move to what isn't configured",
    "delete_because_wrong_repetition": "count or for_each came or went",
    "delete_because_count_index": "count is smaller",
    "delete_because_each_key": "its key is no longer in for_each",
}
"""Terraform's reasons in words; `replace_because_cannot_update` says what the attributes say."""


_Place = tuple[str, Path]
"""A type, and the path of an attribute of it."""

_POLICIES: frozenset[_Place] = frozenset((holder.type, (holder.attribute,)) for holder in HOLDERS)


def parts(plan: Plan) -> tuple[Part, ...]:
    """All that happens, by part of the lake."""
    found: dict[str, list[Item]] = {}
    for change in plan.changes:
        if change.is_managed and change.action in _KINDS:
            found.setdefault(part_of(change.type), []).append(_item(change, plan))
    return tuple(Part(name, _sorted(found[name])) for name in ORDER if name in found)


def drifted(plan: Plan) -> tuple[Item, ...]:
    """What was changed outside Terraform; the changes of access don't tell of it."""
    return _sorted(
        _item(each, plan, frozenset())
        for each in plan.drift
        if each.is_managed and each.action in _KINDS
    )


def _item(change: Change, plan: Plan, told: frozenset[_Place] = _POLICIES) -> Item:
    """What happens to one resource.

    Args:
        told: the attributes whose change is told elsewhere, as a change of access.
    """
    written = plan.written.get(base_address(change.address), NOTHING)
    old = (plan.written_before or {}).get(base_address(change.address), NOTHING)
    forcing = {path[:1] for path in change.replace_paths}
    return Item(
        address=change.address,
        type=change.type,
        kind=_KINDS[change.action],
        attributes=tuple(
            _attribute(change, path, forcing, told, (old, written))
            for path in change.changed_paths
            if path[:1] in forcing or not _is_idle(change, path, old, written)
        ),
        previous_address=change.previous_address,
        import_id=change.import_id,
        deposed=change.deposed,
        order="" if change.replacement is None else str(change.replacement),
        reason=_REASONS.get(change.action_reason, ""),
    )


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    kinds = list(Kind)
    return tuple(
        sorted(items, key=lambda each: (kinds.index(each.kind), each.address, each.deposed))
    )


def _is_idle(change: Change, path: Path, old: Written, written: Written) -> bool:
    """Whether nobody asked for a change, and nothing comes of it: an empty value that another takes
    the place of, or one that AWS gives and nobody wrote."""
    before, after = value_at(change.before, path), value_at(change.after, path)
    if not before and not after and not isinstance(before, Mark) and not isinstance(after, Mark):
        return type(before) is not type(after)
    computed = (
        written.attributes is not None
        and len(path) == 1
        and path[0] not in written.attributes | (old.attributes or frozenset())
    )
    return after is Mark.UNKNOWN and computed


def _attribute(
    change: Change,
    path: Path,
    forcing: set[Path],
    told: frozenset[_Place],
    said: tuple[Written, Written],
) -> AttributeChange:
    is_policy = (change.type, path[:1]) in told
    before, after = value_at(change.before, path), value_at(change.after, path)
    texts = (_text(before), _text(after))
    if before is Mark.UNKNOWN and after is Mark.UNKNOWN:
        texts = (_unknown(change, path, said[0]), _unknown(change, path, said[1]))
    return AttributeChange(
        path=_written(path),
        before="" if is_policy else texts[0],
        after="" if is_policy else texts[1],
        forces=path[:1] in forcing,
        is_policy=is_policy,
    )


def _unknown(change: Change, path: Path, written: Written) -> str:
    """What stands for a value that is unknown before and after: what is written there."""
    name = ".".join(step for step in path if isinstance(step, str))
    text = written.texts.get(name)
    sensitive = (change.before_sensitive, change.after_sensitive)
    if text is None or any(is_marked(marks, path) for marks in sensitive):
        text = ", ".join(written.references.get(name, ()))
    return f"{Mark.UNKNOWN} {text}".rstrip()


def _written(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "(the whole resource)"


def _text(value: Any) -> str:
    if isinstance(value, Mark):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
