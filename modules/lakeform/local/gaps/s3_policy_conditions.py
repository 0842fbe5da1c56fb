"""Conditions in bucket policies: they decide s3:GetObject, PutObject, HeadObject, DeleteObject.

moto matches a statement by action and resource alone; a TLS-only or an encryption-enforcing Deny
then refuses every call to an object. Here a statement counts only when its conditions hold.

The embedded AWS is plain HTTP on the loopback interface, so every request counts as one over TLS
1.3: what denies insecure transport is waived, and says nothing about AWS. A condition on something
that isn't known here (the caller's organisation, VPC endpoint, address, role…) never denies.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from lakeform.local.gaps.gap import Gap, replace

Context = Mapping[str, str | None]

_KNOWN_HEADERS = (
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-storage-class",
    "x-amz-acl",
    "x-amz-object-lock-mode",
)


def context_of(headers: Mapping[str, str], account: str) -> dict[str, str | None]:
    """What is known about a request, by condition key in lower case; None: known to be absent."""
    context: dict[str, str | None] = {
        "aws:securetransport": "true",
        "s3:tlsversion": "1.3",
        "aws:principalaccount": account,
        "aws:principalisawsservice": "false",
        "aws:viaawsservice": "false",
        "aws:sourceaccount": None,
        "aws:sourcearn": None,
        "s3:resourceaccount": account,
        "aws:resourceaccount": account,
    }
    lowered = {name.lower(): value for name, value in headers.items()}
    return context | {f"s3:{name}": lowered.get(name) for name in _KNOWN_HEADERS}


def decision(
    policy: Mapping[str, Any], action: str, resource: str, account: str, context: Context
) -> PermissionResult:
    """What a bucket policy says to a request of an identity in `account`: a Deny wins."""
    result = PermissionResult.NEUTRAL
    for statement in _listed(policy["Statement"]):
        concerned = (
            _names(statement, "Action", action, fold=True)
            and _names(statement, "Resource", resource, fold=False)
            and _is_principal(statement, account)
            and _conditions_hold(statement.get("Condition", {}), context)
        )
        if concerned and statement["Effect"] == "Deny":
            return PermissionResult.DENIED
        if concerned:
            result = PermissionResult.PERMITTED
    return result


def _names(statement: Mapping[str, Any], element: str, value: str, *, fold: bool) -> bool:
    inverted = f"Not{element}" in statement
    patterns = _listed(statement.get(f"Not{element}" if inverted else element))
    subject = value.lower() if fold else value
    matched = any(fnmatchcase(subject, p.lower() if fold else p) for p in patterns)
    return matched is not inverted


def _is_principal(statement: Mapping[str, Any], account: str) -> bool:
    principal = statement.get("Principal")
    if principal == "*":
        return True
    if not isinstance(principal, dict):
        return False
    named = _listed(principal.get("AWS"))
    return any(name in ("*", account) or name.endswith(f"::{account}:root") for name in named)


def _conditions_hold(conditions: Mapping[str, Mapping[str, Any]], context: Context) -> bool:
    for operator, tests in conditions.items():
        for key, expected in tests.items():
            folded = key.lower()
            if folded not in context:
                return False
            if not _holds(operator, context[folded], [_text(item) for item in _listed(expected)]):
                return False
    return True


def _holds(operator: str, actual: str | None, expected: list[str]) -> bool:
    name = operator.removeprefix("ForAnyValue:").removeprefix("ForAllValues:")
    if name == "Null":
        return (actual is None) is (expected == ["true"])
    base = name.removesuffix("IfExists")
    if base not in _OPERATORS:
        return False
    negated, test = _OPERATORS[base]
    if actual is None:
        # IAM: an absent key satisfies …IfExists and every negated operator, and no other.
        return negated or base != name
    return any(test(actual, value) for value in expected) is not negated


def _equal_number(actual: str, value: str) -> bool:
    return float(actual) == float(value)


def _same_folded(actual: str, value: str) -> bool:
    return actual.lower() == value.lower()


Test = Callable[[str, str], bool]
_OPERATORS: dict[str, tuple[bool, Test]] = {
    "Bool": (False, _same_folded),
    "StringEquals": (False, str.__eq__),
    "StringNotEquals": (True, str.__eq__),
    "StringEqualsIgnoreCase": (False, _same_folded),
    "StringNotEqualsIgnoreCase": (True, _same_folded),
    "StringLike": (False, fnmatchcase),
    "StringNotLike": (True, fnmatchcase),
    "ArnEquals": (False, fnmatchcase),
    "ArnLike": (False, fnmatchcase),
    "ArnNotEquals": (True, fnmatchcase),
    "ArnNotLike": (True, fnmatchcase),
    "NumericEquals": (False, _equal_number),
    "NumericNotEquals": (True, _equal_number),
    "NumericLessThan": (False, lambda actual, value: float(actual) < float(value)),
    "NumericLessThanEquals": (False, lambda actual, value: float(actual) <= float(value)),
    "NumericGreaterThan": (False, lambda actual, value: float(actual) > float(value)),
    "NumericGreaterThanEquals": (False, lambda actual, value: float(actual) >= float(value)),
}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    from flask import has_request_context, request

    if self.policy is None:
        return PermissionResult.NEUTRAL
    headers = dict(request.headers) if has_request_context() else {}
    real_action = "s3:GetObject" if action == "s3:HeadObject" else action  # IAM has no HeadObject
    context = context_of(headers, self.account_id)
    return decision(json.loads(self.policy), real_action, resource, self.account_id, context)


def apply() -> None:
    replace(FakeBucket, get_permission=_get_permission)


GAP = Gap(
    name="Conditions of S3 bucket policies",
    resources=("aws_s3_bucket_policy", "aws_s3_object"),
    corrected=("s3:GetObject", "s3:PutObject", "s3:HeadObject", "s3:DeleteObject"),
    apply=apply,
)
