"""Policy documents compared: which of their statements come and go, and who may do more by them.

A document is taken apart into single permissions: one action on one resource by one principal under
one set of conditions. So two documents that mean the same are equal, in whatever order and however
cut into statements. A statement with `NotAction`, `NotResource` or `NotPrincipal` is kept whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lakeform.gate.documents import Document, Statement

Conditions = tuple[tuple[tuple[str, str], tuple[str, ...]], ...]

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
    """

    gained: tuple[Permission, ...]
    lost: tuple[Permission, ...]
    undenied: tuple[Permission, ...]
    denied: tuple[Permission, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.gained or self.lost or self.undenied or self.denied)

    @property
    def widens(self) -> bool:
        """Whether somebody may do more than before, or may be able to."""
        return bool(self.gained or self.undenied)

    def lines(self) -> Iterator[str]:
        """What it consists of, a line for each group of permissions that go together."""
        for sign, permissions in (
            ("+ allow", self.gained),
            ("- allow", self.lost),
            ("+ deny", self.denied),
            ("- deny", self.undenied),
        ):
            yield from (f"{sign} {text}" for text in sentences(permissions))


def difference(before: Document | None, after: Document | None) -> Difference:
    """Compare two documents; None stands for one that isn't there."""
    old, new = _permissions(before), _permissions(after)
    return Difference(
        gained=_uncovered(new, old, allows=True),
        lost=_uncovered(old, new, allows=True),
        undenied=_uncovered(old, new, allows=False),
        denied=_uncovered(new, old, allows=False),
    )


def sentences(permissions: Iterable[Permission], longest: int | None = None) -> Iterator[str]:
    """Permissions in words: what goes together in one line.

    Args:
        longest: names that a list shows; None shows them all.
    """
    by_scope: dict[tuple[str, str, Conditions], set[str]] = defaultdict(set)
    for each in permissions:
        by_scope[each.principal, each.resource, each.conditions].add(each.action)
    by_actions: dict[tuple[str, tuple[str, ...], Conditions], set[str]] = defaultdict(set)
    for (principal, resource, conditions), actions in by_scope.items():
        by_actions[principal, tuple(sorted(actions)), conditions].add(resource)
    for (principal, together, conditions), resources in sorted(by_actions.items()):
        on = "" if resources == {ITSELF} else f" on {_listed(sorted(resources), longest)}"
        by = f" by {principal.partition(' ')[2] or principal}" if principal else ""
        where = f" where {_conditions(conditions)}" if conditions else ""
        yield f"{_listed(together, longest)}{on}{by}{where}"


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
    conditions = tuple(sorted(statement.conditions.items()))
    named = [f"{kind} {who}" for kind, all in statement.principals.items() for who in all] or [""]
    principals = _either(named, "NotPrincipal" in statement.negated)
    actions = _either(statement.actions, "NotAction" in statement.negated)
    resources = _either(statement.resources or (ITSELF,), "NotResource" in statement.negated)
    for principal in principals:
        for action in actions:
            for resource in resources:
                yield Permission(statement.allows, principal, action, resource, conditions)


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


def _conditions(conditions: Conditions) -> str:
    return " and ".join(
        f"{operator} {key} {_listed(values)}" for (operator, key), values in conditions
    )


def _listed(names: Iterable[str], longest: int | None = None) -> str:
    """A few names, and how many more there are."""
    every = list(names)
    shown = every[:longest]
    more = len(every) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
