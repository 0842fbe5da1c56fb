"""Resource policies that let in everybody.

An `Allow` for `*` is fine where a condition says who; most conditions don't.
"""

from __future__ import annotations

from collections.abc import Callable

from lakeform.gate.documents import Document, Statement
from lakeform.gate.facts.callers import is_for_anybody, is_narrowed
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Resource

_OWN_RESOURCES = frozenset(
    {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "s3:resourceaccount"}
)
"""Condition keys that say whose resource it is; enough for the policy of a VPC endpoint."""


def is_open(statement: Statement) -> bool:
    """Whether a statement allows its actions to principals that nothing limits."""
    return statement.allows and is_for_anybody(statement)


def is_open_endpoint(statement: Statement) -> bool:
    """Whether a statement of a VPC endpoint lets anybody through to anybody's resources."""
    return (
        is_open(statement)
        and not is_narrowed(statement, _OWN_RESOURCES)
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
