"""Whom a statement of a policy document lets in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lakeform.gate.documents import Document, Statement
from lakeform.gate.facts.accounts import Whose, account_of, whose
from lakeform.gate.policy import Case
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown

_OPERATORS = frozenset(
    {
        "arnequals",
        "arnlike",
        "bool",
        "ipaddress",
        "stringequals",
        "stringequalsignorecase",
        "stringlike",
    }
)
"""The condition operators that only a request with one of the named values meets."""

CALLERS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "kms:calleraccount",
        "lambda:functionarn",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Condition keys that say who calls (S3 user guide, "The meaning of public"; KMS's own)."""


def is_narrowed(statement: Statement, keys: Iterable[str] = CALLERS) -> bool:
    """Whether a condition on one of the keys lets in only some fixed callers.

    `…IfExists` and `ForAllValues:` are met by a request that lacks the key, a value of wildcards
    by every request: they narrow nothing.
    """
    wanted = frozenset(keys)
    return any(
        key in wanted
        and operator.removeprefix("foranyvalue:") in _OPERATORS
        and values
        and not any(_is_anything(value) for value in values)
        and (operator != "bool" or values == ("true",))
        for (operator, key), values in statement.conditions.items()
    )


def _is_anything(value: str) -> bool:
    return not value.strip("*?:/") or value in ("0.0.0.0/0", "::/0") or value.startswith("arn:*:*")


def arns(statement: Statement) -> tuple[str, ...]:
    """The AWS principals that it names: ARNs and account ids, `*` left out."""
    return tuple(who for who in statement.principals.get("AWS", ()) if who != "*")


def foreign(statement: Statement, case: Case) -> Iterator[tuple[str, Whose]]:
    """The AWS principals of accounts that are neither the lake's own nor trusted."""
    for who in arns(statement):
        kind = whose(who, case)
        if kind in (Whose.FOREIGN, Whose.UNKNOWN):
            yield who, kind


def roots(statement: Statement) -> tuple[str, ...]:
    """The accounts that it names as a whole, by their root or their id."""
    return tuple(who for who in arns(statement) if who.endswith(":root") or account_of(who) == who)


def judge_callers(document: Document | None, case: Case) -> Verdict:
    """Whether a resource's policy lets in only the lake's own and trusted accounts."""
    if document is None:
        return unknown("its policy is known only after apply")
    for statement in document.allows:
        if is_for_anybody(statement):
            return failed(f"{label(statement)} lets in everybody")
    return judge_accounts(document, case)


def judge_accounts(document: Document, case: Case) -> Verdict:
    """Whether the accounts that a resource's policy names are the lake's own or trusted."""
    is_open = ""
    for statement in document.allows:
        for who, kind in foreign(statement, case):
            if kind is Whose.FOREIGN:
                return failed(f"{label(statement)} lets in {who}, which isn't trusted")
            is_open = f"the plan doesn't say whether {who} is of the own account"
    return unknown(is_open) if is_open else PASSED


def is_for_anybody(statement: Statement) -> bool:
    """Whether it lets in all principals, and no condition narrows that."""
    everyone = statement.is_for_everyone or "NotPrincipal" in statement.negated
    return everyone and not is_narrowed(statement)


def label(statement: Statement) -> str:
    """A statement's name for a reader."""
    return f"statement {statement.sid}" if statement.sid else "a statement"
