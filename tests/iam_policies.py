"""A judge of IAM policies, as far as the lake's policies go: what is said must be what is meant.

It knows the operators that the lake uses and IAM's rules for keys that a request doesn't have: a
positive operator doesn't match, a negated one does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal

Context = Mapping[str, str]
Verdict = Literal["allowed", "denied", "not allowed"]


def judge(
    policy: str,
    action: str,
    resource: str = "*",
    *,
    principal: str = "",
    context: Context | None = None,
) -> Verdict:
    """What one policy says of a request.

    Args:
        principal: `service:logs.amazonaws.com`, or the ARN that the `Principal` element may name;
            left out for the policy of a role.
        context: condition key → value. An absent key isn't in the request.
    """
    verdict: Verdict = "not allowed"
    for statement in json.loads(policy)["Statement"]:
        if _matches(statement, action, resource, principal, context or {}):
            if statement["Effect"] == "Deny":
                return "denied"
            verdict = "allowed"
    return verdict


def statements(policy: str) -> dict[str, Any]:
    """Sid → statement without its Sid."""
    return {each.pop("Sid"): each for each in json.loads(policy)["Statement"]}


def _matches(
    statement: Mapping[str, Any], action: str, resource: str, principal: str, context: Context
) -> bool:
    return (
        any(fnmatchcase(action, pattern) for pattern in _list(statement["Action"]))
        and any(fnmatchcase(resource, pattern) for pattern in _list(statement["Resource"]))
        and _principal_matches(statement.get("Principal"), principal)
        and all(
            _holds(operator, context.get(key), _list(values))
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _principal_matches(element: Any, principal: str) -> bool:
    if element is None or element == {"AWS": "*"}:
        return True
    if principal.startswith("service:"):
        return principal.removeprefix("service:") in _list(element.get("Service", []))
    account_root = ":".join([*principal.split(":")[:5], "root"])
    return bool({principal, account_root} & set(_list(element.get("AWS", []))))


def _holds(operator: str, value: str | None, wanted: list[str]) -> bool:
    if operator == "Null":
        return (value is None) == (wanted == ["true"])
    test = _OPERATORS[operator.removeprefix("ForAnyValue:")]
    if operator in _NEGATED:
        return value is None or not any(test(value, each) for each in wanted)
    return value is not None and any(test(value, each) for each in wanted)


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "ArnLike": fnmatchcase,
    "ArnNotLike": fnmatchcase,
    "Bool": str.__eq__,
    "NumericLessThan": lambda value, limit: float(value) < float(limit),
    "StringEquals": str.__eq__,
    "StringLike": fnmatchcase,
    "StringNotEquals": str.__eq__,
}
_NEGATED = ("ArnNotLike", "StringNotEquals")


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
