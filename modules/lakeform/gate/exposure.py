"""Resource policies that let in everybody.

An `Allow` for `*` is fine where a condition says who; most conditions don't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lakeform.gate.documents import Document, Statement
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Resource

_WHO = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
    }
)
"""Condition keys that say who asks, or from which network of whose."""
_OWN_RESOURCES = frozenset(
    {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "s3:resourceaccount"}
)
"""Condition keys that say whose resource it is; enough for the policy of a VPC endpoint."""
_LIMITING = ("stringequals", "stringlike", "arnequals", "arnlike", "bool")
"""Operators that limit. With `…IfExists` or `ForAllValues:` a request without the key gets in."""


def is_open(statement: Statement) -> bool:
    """Whether a statement allows its actions to principals that nothing limits."""
    everyone = statement.is_for_everyone or "NotPrincipal" in statement.negated
    return statement.allows and everyone and not _is_limited(statement, _WHO)


def is_open_endpoint(statement: Statement) -> bool:
    """Whether a statement of a VPC endpoint lets anybody through to anybody's resources."""
    return (
        is_open(statement)
        and not _is_limited(statement, _OWN_RESOURCES)
        and (statement.covers_resource("*") or "NotResource" in statement.negated)
    )


def closed(
    resource: Resource,
    attribute: str = "policy",
    *,
    opens: Callable[[Statement], bool] = is_open,
    reads: str = "its policy",
) -> Verdict:
    """PASSED where no statement of the document in an attribute opens it to everybody.

    No document is fine: services let in nobody from outside by default.
    """
    value = resource.get(attribute)
    if value is None or value == "":
        return PASSED
    if value is Mark.UNKNOWN and resource.leaves_out(attribute):
        return PASSED
    document = Document.of(resource, attribute)
    if document is None:
        return unknown(f"{reads} is known only after apply")
    for statement in document.statements:
        if opens(statement):
            return failed(f"{reads} {_says(statement)}")
    return PASSED


def _says(statement: Statement) -> str:
    name = f" ({statement.sid})" if statement.sid else ""
    actions = ", ".join(statement.actions[:3]) + (", …" if len(statement.actions) > 3 else "")
    if "NotAction" in statement.negated:
        actions = f"all but {actions}"
    return f"allows {actions} to everybody{name}"


def _is_limited(statement: Statement, keys: frozenset[str]) -> bool:
    return any(key in keys and limits for key, limits in _limits(statement))


def _limits(statement: Statement) -> Iterator[tuple[str, bool]]:
    for (operator, key), values in statement.conditions.items():
        name = operator.removeprefix("foranyvalue:")
        limits = name in _LIMITING and not any(set(value) <= {"*", "?"} for value in values)
        if name == "bool":
            limits = limits and values == ("true",)
        yield key, bool(values) and limits
