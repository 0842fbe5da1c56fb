"""LF-tags that come, go, or are put on something else: whom that lets in or keeps out.

A tag on a database counts for its tables, and one on a table for its columns, unless they have
another value. A plan needn't show all of that, so what follows from a tag is said as "may".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.filters import DATABASE, TABLE
from lakeform.review.access.principals import Principals
from lakeform.review.access.rights import Right, rights
from lakeform.review.access.states import Side, Sides, State, strings

_TAG = "aws_lakeformation_lf_tag"
_ON_RESOURCE = ("aws_lakeformation_resource_lf_tag", "aws_lakeformation_resource_lf_tags")


def tags(sides: Sides, side: Side) -> set[tuple[str, str]]:
    """The LF-tags that are defined on one side, as keys and values."""
    return {
        (str(state.values.get("key")), value)
        for state in sides.of(side, _TAG)
        for value in strings(state.values.get("values"))
    }


def tag_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What is tagged otherwise than before, and which rights hang on it."""
    before, after = _tagged(sides, Side.BEFORE), _tagged(sides, Side.AFTER)
    existing = _names(sides, Side.BEFORE) | {name for name, _ in before}
    made = _names(sides, Side.AFTER) - existing
    by_tags = [right for right in rights(sides, Side.AFTER, principals) if right.target.tags]
    for name, key in sorted({*before, *after}):
        old, old_address = before.get((name, key), ("", ""))
        new, new_address = after.get((name, key), ("", ""))
        if old != new:
            on_new = name.partition(" of ")[2] in made or name in made
            yield AccessChange(
                area=Area.TAGS,
                turn=Turn.CHANGES,
                who=name,
                text=_text(name, key, old, new),
                details=()
                if on_new
                else tuple(
                    _effects(
                        key, _counting(before, name, key), _counting(after, name, key), by_tags
                    )
                ),
                addresses=tuple(sorted({old_address, new_address} - {""})),
                on_new=on_new,
            )


def _counting(tagged: Mapping[tuple[str, str], tuple[str, str]], name: str, key: str) -> str:
    """The value that counts for `email of sales.orders`: its own, its table's or its database's."""
    table = name.rpartition(" of ")[2]
    for place in (name, table, table.partition(".")[0]):
        if (place, key) in tagged:
            return tagged[place, key][0]
    return ""


def _text(name: str, key: str, old: str, new: str) -> str:
    if not old:
        return f"{name} is tagged {key}={new}"
    if not new:
        return f"{name} is no longer tagged {key}={old}"
    return f"{name} is tagged {key}={new} instead of {old}"


def _effects(key: str, old: str, new: str, by_tags: list[Right]) -> Iterator[str]:
    """Whose policy by tags may begin or cease to match."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for right in by_tags:
        values = dict(right.target.tags).get(key, ())
        if (old in values) != (new in values):
            verb = "gain" if new in values else "lose"
            found[right.who, verb, right.target.text].add(right.permission)
    for (who, verb, target), permissions in sorted(found.items()):
        yield f"{who} may {verb} {', '.join(sorted(permissions))} ({target})"


def _tagged(sides: Sides, side: Side) -> dict[tuple[str, str], tuple[str, str]]:
    """(what, key) → (value, address)."""
    found = {}
    for state in sides.of(side, *_ON_RESOURCE):
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
        yield from (f"{column} of {table}" for column in columns or ("all columns",))


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
