"""Resource policies that let in everybody."""

from __future__ import annotations

from collections.abc import Callable

from lakeform.gate.documents import Document, Statement
from lakeform.gate.facts.callers import is_for_anybody, is_narrowed, label
from lakeform.gate.policy import Case
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Resource

_OWN_RESOURCES = frozenset(
    {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "s3:resourceaccount"}
)
"""Condition keys that say whose resource it is; enough for the policy of a VPC endpoint."""


def is_open(statement: Statement) -> bool:
    """Whether a statement allows its actions to everybody, and not to services of AWS alone."""
    services = statement.conditions.get(("bool", "aws:principalisawsservice")) == ("true",)
    return statement.allows and is_for_anybody(statement) and not services


def is_open_endpoint(statement: Statement) -> bool:
    """Whether a statement of a VPC endpoint lets everybody through to everybody's resources."""
    return (
        is_open(statement)
        and statement.is_on_everything
        and not is_narrowed(statement, _OWN_RESOURCES)
    )


def closed(
    resource: Resource, case: Case, *, opens: Callable[[Statement], bool] = is_open
) -> Verdict:
    """PASSED where no statement of a resource's `policy` opens it to everybody.

    No policy is fine: services let in nobody from outside by default.
    """
    value = resource.get("policy")
    if value is None or value == "" or (value is Mark.UNKNOWN and resource.leaves_out("policy")):
        return PASSED
    document = Document.of(resource, "policy", case.plan)
    if document is None:
        return unknown("its policy is known only after apply")
    for statement in document.statements:
        if opens(statement):
            what = ", ".join(statement.actions[:3])
            verb = "allows all but" if "NotAction" in statement.negated else "allows"
            return failed(f"{label(statement)} of its policy {verb} {what} to everybody")
    return PASSED
