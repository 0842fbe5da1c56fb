"""Whom a statement of a policy document lets in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lakeform.gate.documents import Statement
from lakeform.gate.facts.accounts import Whose, account_of, whose
from lakeform.gate.policy import Case

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
        "aws:principalorgid",
        "aws:principalorgpaths",
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
