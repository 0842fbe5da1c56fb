"""What the lifecycle rules of a bucket delete, and which of it goes earlier than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.plan import Mark
from lakeform.review.guards.protections import Values, values_at

_AT_ONCE = 1
"""Days up to which a rule empties a bucket at its next run, whatever lies in it."""
_FOREVER = float("inf")


@dataclass(frozen=True)
class Earlier:
    """A rule deletes more than before, or earlier.

    Attributes:
        is_known: False where the plan doesn't say enough.
        is_at_once: whether what is there today goes as soon as S3 applies the rule, or on one day.
    """

    reason: str
    is_known: bool
    is_at_once: bool


@dataclass(frozen=True)
class _Scope:
    """The objects that a rule is for: those to which all of it applies. Sizes in bytes."""

    prefix: str = ""
    tags: frozenset[tuple[str, str]] = frozenset()
    larger: float = 0
    smaller: float = _FOREVER
    is_known: bool = True

    def covers(self, other: _Scope) -> bool:
        """Whether all objects of another scope, be it what it may, are in this one."""
        if self == _Scope():
            return True
        return (
            self.is_known
            and other.is_known
            and other.prefix.startswith(self.prefix)
            and self.tags <= other.tags
            and self.larger <= other.larger
            and self.smaller >= other.smaller
        )


@dataclass(frozen=True)
class _Deletion:
    """One thing that one rule deletes.

    Attributes:
        days: None where a date says when, or nobody knows.
        date: in ISO 8601, empty for none.
        kept: how many old versions stay however old they are; None where nobody knows.
        is_in_force: False where nobody knows whether the rule will be.
    """

    rule: str
    what: str
    scope: _Scope
    days: float | None
    date: str = ""
    kept: float | None = 0
    is_in_force: bool = True

    @property
    def is_known(self) -> bool:
        when = self.days is not None or bool(self.date)
        return when and self.kept is not None and self.scope.is_known and self.is_in_force

    def covers(self, other: _Deletion) -> bool:
        """Whether all that another one deletes goes by this one too, and no later."""
        if self.what != other.what or not self.is_known or not self.scope.covers(other.scope):
            return False
        if self.kept is None or other.kept is None or self.kept > other.kept:
            return False
        if self.date or other.date:
            return bool(self.date and other.date) and self.date <= other.date
        return self.days is not None and other.days is not None and self.days <= other.days

    def __str__(self) -> str:
        if self.date:
            return f"on {self.date.partition('T')[0]}"
        if self.days is None:
            return "when nobody knows before apply"
        return "after 1 day" if self.days == 1 else f"after {self.days:g} days"


def earlier(before: Any, after: Any) -> Iterator[Earlier]:
    """What the rules after delete that those before didn't, or not as early.

    Args:
        before: the value of `rule`, or of `lifecycle_rule` in the bucket itself; None for none.
        after: the same, after.
    """
    old = _deletions(before)
    for new in _deletions(after):
        if not any(each.covers(new) for each in old):
            of_rule = [each for each in old if (each.rule, each.what) == (new.rule, new.what)]
            at_once = bool(new.date) or (new.days is not None and new.days <= _AT_ONCE)
            reason = f"rule {new.rule} deletes {new.what} {new} {_instead_of(of_rule, new)}"
            yield Earlier(reason, new.is_known, at_once and new.is_known)
    if _is_unsure(after) and before != after:
        yield Earlier("what its rules delete is known after apply", False, False)


def _instead_of(old: list[_Deletion], new: _Deletion) -> str:
    if not old:
        return "instead of never"
    was = old[0]
    if new.days is not None and was.days is not None and new.days < was.days:
        return f"instead of {was.days:g}"
    if str(was) != str(new):
        return f"instead of {was}"
    if was.scope != new.scope:
        return "in more of the bucket than before" if new.is_known else "in what nobody knows yet"
    if was.kept != new.kept and was.kept is not None:
        kept = "nobody knows how many" if new.kept is None else f"{new.kept:g}"
        return f"and keeps {kept} of them instead of {was.kept:g}"
    return "if it is in force, which nobody knows before apply"


def _deletions(rules: Any) -> list[_Deletion]:
    listed = rules if isinstance(rules, list) else ()
    return [found for rule in listed if isinstance(rule, Mapping) for found in _of_rule(rule)]


def _of_rule(rule: Mapping[str, Any]) -> Iterator[_Deletion]:
    status = rule.get("status", rule.get("enabled"))
    is_unsure = isinstance(status, Mark)
    if not is_unsure and status not in ("Enabled", True):
        return
    name, scope = str(rule.get("id")), _scope(rule)
    for block in _blocks(rule.get("expiration")):
        date = block.get("date")
        if isinstance(date, str) and date and not isinstance(date, Mark):
            yield _Deletion(name, "objects", scope, None, date, is_in_force=not is_unsure)
        elif block.get("expired_object_delete_marker") is not True:
            for days in _when(block, "days"):
                yield _Deletion(name, "objects", scope, days, is_in_force=not is_unsure)
    for block in _blocks(rule.get("noncurrent_version_expiration")):
        kept = _number(block.get("newer_noncurrent_versions"), 0)
        for days in (*_when(block, "noncurrent_days"), *_when(block, "days")):
            yield _Deletion(name, "old versions", scope, days, kept=kept, is_in_force=not is_unsure)


def _when(block: Mapping[str, Any], attribute: str) -> Iterator[float | None]:
    days = _number(block.get(attribute), 0)
    if days is None or days > 0:
        yield days


def _scope(rule: Mapping[str, Any]) -> _Scope:
    # The provider computes what of a filter isn't given; what is given stands in one place only.
    filters = _blocks(rule.get("filter"))
    inner = [block for each in filters for block in _blocks(each.get("and"))]
    places = inner or filters or [rule]
    is_known = not isinstance(rule.get("filter"), Mark)
    prefix, larger, smaller = "", 0.0, _FOREVER
    tags: set[tuple[str, str]] = set()
    for place in places:
        given = place.get("prefix")
        if isinstance(given, Mark):
            is_known = is_known and (place is rule or bool(place.get("tag")))
        elif isinstance(given, str):
            prefix = given
        larger = _size(place.get("object_size_greater_than"), 0)
        smaller = _size(place.get("object_size_less_than"), 0) or _FOREVER
        for key, value in _tags(place):
            is_known = is_known and not isinstance(value, Mark)
            tags.add((key, str(value)))
    return _Scope(prefix, frozenset(tags), larger, smaller, is_known)


def _tags(place: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    several = place.get("tags")
    if isinstance(several, Mark):
        yield "", several
    elif isinstance(several, Mapping):
        yield from several.items()
    for block in _blocks(place.get("tag")):
        yield str(block.get("key")), block.get("value")


def _size(value: Any, absent: float) -> float:
    number = _number(value, absent)
    return absent if number is None else number


def _number(value: Any, absent: float) -> float | None:
    """A number, `absent` for none, None for one that nobody knows."""
    if isinstance(value, Mark):
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        # The provider keeps some counts as text.
        return float(value) if is_number or (isinstance(value, str) and value) else absent
    except ValueError:
        return absent


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    items: Values = values_at(value, ())
    return [item for item in items if isinstance(item, Mapping)]


def _is_unsure(rules: Any) -> bool:
    """Whether rules, or one of them, are known later as a whole."""
    return isinstance(rules, Mark) or (
        isinstance(rules, list) and any(isinstance(rule, Mark) for rule in rules)
    )
