"""Policy documents compared: which of their statements come and go, and who may do more by them.

A document is taken apart into single permissions: one action on one resource by one principal under
one set of conditions. So two documents that mean the same are equal, in whatever order and however
cut into statements. A statement with `NotAction`, `NotResource` or `NotPrincipal` is kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from lakeform.gate.documents import Document, Statement

Conditions = tuple[tuple[tuple[str, str], tuple[str, ...]], ...]

PRINCIPALS = frozenset(
    (operator, "aws:principalarn")
    for operator in ("arnequals", "arnlike", "stringequals", "stringlike")
)
"""Conditions that say who, where the principal is everyone: any of their values will do."""

ITSELF = "itself"
"""The resource of a trust policy, which names none: the role that has it."""


@dataclass(frozen=True, order=True)
class Permission:
    """One thing that a statement allows or denies.

    Attributes:
        principal: kind and who, as `AWS arn:…`; empty in a policy of an identity.
        action, resource: `*` may stand in them; with a leading `not ` all but these are meant, and
            several are separated by commas.
    """

    allows: bool
    principal: str
    action: str
    resource: str
    conditions: Conditions

    @property
    def scope(self) -> tuple[bool, str, str, str]:
        """All but its conditions."""
        return self.allows, self.principal, self.action, self.resource

    @property
    def is_negated(self) -> bool:
        """Whether it speaks of all but something, so that only its equal covers it."""
        return any(text.startswith("not ") for text in (self.principal, self.action, self.resource))

    def covers(self, other: Permission) -> bool:
        """Whether it surely includes another one."""
        if self == other:
            return True
        if self.is_negated or other.is_negated or self.allows != other.allows:
            return False
        return (
            self.principal in (other.principal, "* *", "AWS *")
            and fnmatchcase(other.action.lower(), self.action.lower())
            and fnmatchcase(other.resource, self.resource)
            and _implies(dict(other.conditions), dict(self.conditions))
        )


@dataclass(frozen=True)
class Difference:
    """What two documents differ in.

    Attributes:
        gained: what is allowed now and wasn't: allowed things that came, without those which an
            older permission covers.
        lost: what was allowed and isn't any more.
        undenied, denied: denials that went, and that came.
        old: of those that came, what the same was under other conditions, if it was there.
        new: of those that went, the same.
    """

    gained: tuple[Permission, ...]
    lost: tuple[Permission, ...]
    undenied: tuple[Permission, ...]
    denied: tuple[Permission, ...]
    old: Mapping[Permission, Permission] = field(default_factory=dict)
    new: Mapping[Permission, Permission] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.gained or self.lost or self.undenied or self.denied)

    @property
    def widens(self) -> bool:
        """Whether somebody may do more than before, or may be able to."""
        return bool(self.gained or self.undenied)


def difference(before: Document | None, after: Document | None) -> Difference:
    """Compare two documents; None stands for one that isn't there."""
    old, new = _permissions(before), _permissions(after)
    gained, denied = (_uncovered(new, old, allows=each) for each in (True, False))
    lost, undenied = (_uncovered(old, new, allows=each) for each in (True, False))
    return Difference(
        gained=gained,
        lost=lost,
        undenied=undenied,
        denied=denied,
        old=_otherwise((*gained, *denied), old - new),
        new=_otherwise((*lost, *undenied), new - old),
    )


def _otherwise(
    found: Iterable[Permission], among: Iterable[Permission]
) -> Mapping[Permission, Permission]:
    """The same under other conditions, where it is there once only."""
    by_scope: dict[tuple[bool, str, str, str], list[Permission]] = {}
    for each in among:
        by_scope.setdefault(each.scope, []).append(each)
    return {each: same[0] for each in found if len(same := by_scope.get(each.scope, [])) == 1}


def principals_of(permissions: Iterable[Permission]) -> tuple[str, ...]:
    """Who is named, as AWS names them, sorted."""
    return tuple(
        sorted({each.principal.partition(" ")[2] for each in permissions if each.principal})
    )


def _permissions(document: Document | None) -> frozenset[Permission]:
    if document is None:
        return frozenset()
    return frozenset(
        permission for statement in document.statements for permission in _single(statement)
    )


def _single(statement: Statement) -> Iterator[Permission]:
    alternatives = tuple(_alternatives(statement.conditions))
    named = [f"{kind} {who}" for kind, all in statement.principals.items() for who in all] or [""]
    principals = _either(named, "NotPrincipal" in statement.negated)
    actions = _either(statement.actions, "NotAction" in statement.negated)
    resources = _either(statement.resources or (ITSELF,), "NotResource" in statement.negated)
    for principal in principals:
        for action in actions:
            for resource in resources:
                for conditions in alternatives:
                    yield Permission(statement.allows, principal, action, resource, conditions)


def _alternatives(
    conditions: Mapping[tuple[str, str], tuple[str, ...]],
) -> Iterator[Conditions]:
    """The conditions for each principal that they name, as any of these will do.

    So one that is added to many is told alone.
    """
    split = next(
        (
            name
            for name, values in sorted(conditions.items())
            if name in PRINCIPALS and len(values) > 1
        ),
        None,
    )
    for value in [()] if split is None else [(each,) for each in conditions[split]]:
        chosen = conditions if split is None else {**conditions, split: value}
        yield tuple(sorted(chosen.items()))


def _either(names: Iterable[str], negated: bool) -> tuple[str, ...]:
    ordered = tuple(sorted(names))
    return (f"not {', '.join(ordered)}",) if negated else ordered


def _uncovered(
    among: frozenset[Permission], by: frozenset[Permission], *, allows: bool
) -> tuple[Permission, ...]:
    """The permissions of `among` that none of `by` covers."""
    candidates = [each for each in among - by if each.allows is allows]
    wide = [each for each in by if each.allows is allows]
    return tuple(
        sorted(each for each in candidates if not any(other.covers(each) for other in wide))
    )


def _implies(
    strict: Mapping[tuple[str, str], tuple[str, ...]],
    lax: Mapping[tuple[str, str], tuple[str, ...]],
) -> bool:
    """Whether one set of conditions surely holds wherever another one does.

    All conditions of a statement must hold, and of one condition any value: fewer values are
    stricter, but of a negated operator more are. Operators with `ForAllValues`, `ForAnyValue` or
    `IfExists` count as implied by their equals only.
    """
    for key, values in lax.items():
        given = strict.get(key)
        if given is None:
            return False
        operator = key[0]
        if given == values:
            continue
        if operator not in _PLAIN and operator not in _NEGATED:
            return False
        wide, narrow = (values, given) if operator in _PLAIN else (given, values)
        if not set(narrow) <= set(wide):
            return False
    return True


_PLAIN = frozenset(
    {"arnequals", "arnlike", "ipaddress", "stringequals", "stringequalsignorecase", "stringlike"}
)
_NEGATED = frozenset(
    {"arnnotequals", "arnnotlike", "notipaddress", "stringnotequals", "stringnotlike"}
)
