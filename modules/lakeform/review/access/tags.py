"""LF-tags that come, go, or are put on something else: whom that lets in or keeps out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.filters import DATABASE, TABLE
from lakeform.review.access.principals import Principals
from lakeform.review.access.rights import (
    READS,
    TAGGED_DATABASES,
    Right,
    Target,
    rights,
    tag_text,
)
from lakeform.review.access.states import Side, Sides, State, strings
from lakeform.review.access.tagged import EVERY_COLUMN, Depth, Reach, Tagged, Verdict

_TAG = "aws_lakeformation_lf_tag"
ON_RESOURCE = ("aws_lakeformation_resource_lf_tag", "aws_lakeformation_resource_lf_tags")

_NOT_SEEN = "not all of its tags that the permission asks for are in the plan"


def tags(sides: Sides, side: Side) -> set[tuple[str, str]]:
    """The LF-tags that are defined on one side, as keys and values."""
    return {
        (str(state.values.get("key")), value)
        for state in sides.of(side, _TAG)
        for value in strings(state.values.get("values"))
    }


def tag_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What is tagged otherwise than before, and what permissions that stay reach by it."""
    before, after = _tagged(sides, Side.BEFORE), _tagged(sides, Side.AFTER)
    was, will_be = _names(sides, Side.BEFORE), _names(sides, Side.AFTER)
    made = will_be - was - {name for name, _ in before}
    for name, key in sorted({*before, *after}):
        old, old_address = before.get((name, key), ("", ""))
        new, new_address = after.get((name, key), ("", ""))
        if old != new:
            yield AccessChange(
                area=Area.TAGS,
                turn=Turn.CHANGES,
                who=name,
                text=_text(name, key, old, new),
                addresses=tuple(sorted({old_address, new_address} - {""})),
                on_new=name.partition(" of ")[2] in made or name in made,
            )
    tagged = Tagged(before, after, frozenset(made), frozenset(was - will_be))
    yield from _reached(tagged, _staying(sides, principals))


def _staying(sides: Sides, principals: Principals) -> list[Right]:
    """The permissions by tags that are the same before and after: others are told as grants."""
    before = rights(sides, Side.BEFORE, principals)
    return sorted(
        right
        for right in rights(sides, Side.AFTER, principals)
        if right.target.tags and right in before
    )


def _reached(tagged: Tagged, staying: Iterable[Right]) -> Iterator[AccessChange]:
    """One sentence for all that a principal gains or loses alike."""
    groups: dict[tuple[str, Target, bool, Reach], list[Right]] = defaultdict(list)
    for right in staying:
        for reach in tagged.reach(right.target.tags, _depth(right)):
            groups[right.who, right.target, right.grantable, reach].append(right)
    for (who, target, grantable, reach), alike in groups.items():
        permissions = ", ".join(sorted({right.permission for right in alike}))
        but = f" except {', '.join(reach.excepted)}" if reach.excepted else ""
        also = ", with the right to grant it to others" if grantable else ""
        is_known = reach.verdict in (Verdict.GAINS, Verdict.LOSES)
        widens = reach.verdict in (Verdict.GAINS, Verdict.MAY_GAIN)
        yield AccessChange(
            area=Area.TAGS,
            turn=Turn.GAINS if widens else Turn.LOSES,
            who=who,
            text=f"{who} {reach.verdict.value} {permissions} on {reach.name}{but} "
            f"through the LF-tags {tag_text(target.tags)}{also}",
            details=() if is_known else (_NOT_SEEN,),
            addresses=reach.addresses,
            on_new=tagged.is_new(reach.name),
            whose=alike[0].whose,
            is_known=is_known,
        )


def _depth(right: Right) -> Depth:
    if right.target.kind == TAGGED_DATABASES:
        return Depth.DATABASES
    return Depth.COLUMNS if right.permission in READS else Depth.TABLES


def _text(name: str, key: str, old: str, new: str) -> str:
    if not old:
        return f"{name} is tagged {key}={new}"
    if not new:
        return f"{name} is no longer tagged {key}={old}"
    return f"{name} is tagged {key}={new} instead of {old}"


def _tagged(sides: Sides, side: Side) -> dict[tuple[str, str], tuple[str, str]]:
    """(what, key) → (value, address)."""
    found = {}
    for state in sides.of(side, *ON_RESOURCE):
        for name in _resources(sides, state):
            for tag in state.blocks("lf_tag"):
                found[name, str(tag.get("key"))] = (str(tag.get("value")), state.address)
    return found


def _resources(sides: Sides, state: State) -> Iterator[str]:
    for block in state.blocks("database"):
        yield sides.name(state, block.get("name"), "database", DATABASE)
    for block in state.blocks("table"):
        yield _table(sides, state, block, "table")
    for block in state.blocks("table_with_columns"):
        table = _table(sides, state, block, "table_with_columns")
        columns = strings(block.get("column_names"))
        yield from (f"{column} of {table}" for column in columns or (EVERY_COLUMN,))


def _table(sides: Sides, state: State, block: Mapping[str, Any], attribute: str) -> str:
    database = sides.name(state, block.get("database_name"), attribute, DATABASE)
    if block.get("wildcard") is True and not block.get("name"):
        return f"{database}.*"
    return f"{database}.{sides.name(state, block.get('name'), attribute, TABLE)}"


def _names(sides: Sides, side: Side) -> set[str]:
    databases = {str(state.values.get("name")) for state in sides.of(side, DATABASE)}
    return databases | {
        f"{state.values.get('database_name')}.{state.values.get('name')}"
        for state in sides.of(side, TABLE)
    }
