"""Permissions, and the differences of policy documents, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from lakeform.review.access.principals import account_of
from lakeform.review.access.statements import (
    ITSELF,
    PRINCIPALS,
    Conditions,
    Difference,
    Permission,
)

_Key = TypeVar("_Key", bound=Hashable)
Name = Callable[[str], str]
"""How a report calls a principal or a resource."""


def lines(found: Difference, name: Name = str) -> Iterator[str]:
    """What a difference consists of, a line for each group of permissions that go together.

    Where the same is allowed, or denied, under other conditions, only these are told.
    """
    told: set[Permission] = set()
    for word, come, gone in (
        ("allow", found.gained, found.lost),
        ("deny", found.denied, found.undenied),
    ):
        pairs = {
            **{(old, new): None for new, old in found.old.items() if new in come},
            **{(old, new): None for old, new in found.new.items() if old in gone},
        }
        by_change: dict[str, list[Permission]] = defaultdict(list)
        for old, new in pairs:
            told |= {old, new}
            shared = tuple(each for each in new.conditions if each in old.conditions)
            change = _changed(old.conditions, new.conditions, name)
            by_change[change].append(replace(new, conditions=shared))
        for change, alike in sorted(by_change.items()):
            bare = [replace(each, conditions=_naming(each.conditions)) for each in alike]
            yield from (f"~ {word} {text}: {change}" for text in sentences(bare, name=name))
    for sign, permissions in (
        ("+ allow", found.gained),
        ("- allow", found.lost),
        ("+ deny", found.denied),
        ("- deny", found.undenied),
    ):
        whole = [each for each in permissions if each not in told]
        yield from (f"{sign} {text}" for text in sentences(whole, name=name))


def sentences(
    permissions: Iterable[Permission], longest: int | None = None, name: Name = str
) -> Iterator[str]:
    """Permissions in words: what goes together in one line.

    Args:
        longest: names that a list shows; None shows them all.
    """
    actions = _grouped(((each.resource, *_who(each)), each.action) for each in permissions)
    resources = _grouped(
        ((together, who, conditions), resource)
        for (resource, who, conditions), together in actions.items()
    )
    who = _grouped(
        ((together, places, conditions), who)
        for (together, who, conditions), places in resources.items()
    )
    for (together, places, conditions), all in sorted(who.items()):
        on = "" if places == (ITSELF,) else f" on {listed(map(name, places), longest)}"
        named = [name(each.partition(" ")[2] or each) for each in all if each]
        by = f" by {listed(named, longest)}" if named else ""
        where = f" where {_conditions(conditions, name)}" if conditions else ""
        yield f"{listed(together, longest)}{on}{by}{where}"


def actors_of(permissions: Iterable[Permission]) -> tuple[str, ...]:
    """Who may do something, as AWS names them: whom conditions name, where everyone is meant."""
    named = {_who(each)[0] for each in permissions}
    return tuple(sorted({who.partition(" ")[2] for who in named if who}))


def listed(names: Iterable[str], longest: int | None = None) -> str:
    """A few names, and how many more there are."""
    every = list(names)
    shown = every[:longest]
    more = len(every) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    found: dict[_Key, set[str]] = defaultdict(set)
    for key, item in pairs:
        found[key].add(item)
    return {key: tuple(sorted(items)) for key, items in found.items()}


def _who(permission: Permission) -> tuple[str, Conditions]:
    """The principal, and the conditions that are left: the one that names it isn't another one.

    A condition names it where everyone is let in, or the whole account that it lies in.
    """
    for condition in permission.conditions:
        place, values = condition
        if place in PRINCIPALS and len(values) == 1 and _is_among(values[0], permission.principal):
            rest = tuple(each for each in permission.conditions if each != condition)
            return f"AWS {values[0]}", rest
    return permission.principal, permission.conditions


def _is_among(named: str, principal: str) -> bool:
    kind, _, who = principal.partition(" ")
    if who == "*":
        return kind in ("*", "AWS")
    account = account_of(who)
    is_whole = who in (account, f"{who.partition('::')[0]}::{account}:root")
    return bool(account) and is_whole and account_of(named) == account


def _naming(conditions: Conditions) -> Conditions:
    """Those that say who."""
    return tuple(each for each in conditions if each[0] in PRINCIPALS)


def _changed(old: Conditions, new: Conditions, name: Name) -> str:
    """What becomes of conditions: those that come and go, and of others the values that do."""
    before, after = dict(old), dict(new)
    told = []
    for place in sorted({*before, *after}):
        was, will_be = before.get(place), after.get(place)
        operator, key = place
        if was is None or will_be is None:
            verb = "no longer only" if will_be is None else "only"
            told.append(f"{verb} where {_condition(place, will_be or was or (), name)}")
        elif was != will_be:
            values = [f"+ {name(each)}" for each in will_be if each not in was]
            values += [f"- {name(each)}" for each in was if each not in will_be]
            told.append(f"where {operator} {key} {', '.join(values)}")
    return "; ".join(told)


def _conditions(conditions: Conditions, name: Name) -> str:
    return " and ".join(_condition(place, values, name) for place, values in conditions)


def _condition(place: tuple[str, str], values: Iterable[str], name: Name) -> str:
    operator, key = place
    return f"{operator} {key} {listed(map(name, values))}"
