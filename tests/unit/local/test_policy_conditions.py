"""How the embedded AWS reads a bucket policy."""

from __future__ import annotations

from typing import Any

import pytest
from moto.iam.access_control import PermissionResult

from lakeform.local.gaps.s3_policy_conditions import context_of, decision

ACCOUNT = "111111111111"
OBJECT = "arn:aws:s3:::raw/in/a.csv"
SSE = "s3:x-amz-server-side-encryption"


def decide(
    condition: dict[str, Any] | None = None,
    *,
    headers: dict[str, str] | None = None,
    action: str = "s3:PutObject",
    resource: str = OBJECT,
    **statement: Any,
) -> str:
    body = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "arn:aws:s3:::raw/*",
        **statement,
    }
    if condition is not None:
        body["Condition"] = condition
    context = context_of(headers or {}, ACCOUNT)
    result: PermissionResult = decision({"Statement": [body]}, action, resource, ACCOUNT, context)
    return result.name.lower()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, "denied"),
        ({"Bool": {"aws:SecureTransport": "false"}}, "neutral"),
        ({"Bool": {"aws:SecureTransport": "true"}}, "denied"),
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, "neutral"),
        ({"NumericLessThan": {"s3:TlsVersion": 1.4}}, "denied"),
        ({"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}}, "neutral"),
        ({"StringNotEquals": {"aws:PrincipalAccount": "2"}}, "denied"),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, "neutral"),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/x"}}, "neutral"),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "neutral"),
        ({"DateGreaterThan": {"s3:TlsVersion": "2020"}}, "neutral"),
        ({"Null": {SSE: "true"}}, "denied"),
        ({"Null": {SSE: "false"}}, "neutral"),
    ],
)
def test_a_deny_holds_when_its_conditions_hold(
    condition: dict[str, Any] | None, expected: str
) -> None:
    assert decide(condition) == expected


@pytest.mark.parametrize(
    ("operator", "header", "expected"),
    [
        ("StringNotEquals", None, "denied"),
        ("StringNotEquals", "AES256", "denied"),
        ("StringNotEquals", "aws:kms", "neutral"),
        ("StringNotEqualsIfExists", None, "denied"),
        ("StringEquals", None, "neutral"),
        ("StringEquals", "aws:kms", "denied"),
        ("StringEqualsIfExists", None, "denied"),
        ("StringNotLike", "aws:kms:dsse", "denied"),
        ("ForAnyValue:StringLike", "aws:kms", "denied"),
    ],
)
def test_an_absent_header_counts_as_iam_says(
    operator: str, header: str | None, expected: str
) -> None:
    headers = {} if header is None else {"X-Amz-Server-Side-Encryption": header}
    assert decide({operator: {SSE: "aws:kms"}}, headers=headers) == expected


def test_all_conditions_must_hold() -> None:
    both = {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {SSE: "aws:kms"}}
    assert decide(both) == "neutral"
    assert decide(both, headers={"x-amz-server-side-encryption": "aws:kms"}) == "denied"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Action": ["s3:GetObject", "s3:Put*"]}, "denied"),
        ({"Action": "S3:PUTOBJECT"}, "denied"),
        ({"Action": "s3:GetObject"}, "neutral"),
        ({"Resource": "arn:aws:s3:::raw"}, "neutral"),
        ({"Resource": "arn:aws:s3:::raw/in/?.csv"}, "denied"),
        ({"Principal": {"AWS": "*"}}, "denied"),
        ({"Principal": {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}}, "denied"),
        ({"Principal": {"AWS": "arn:aws:iam::2:root"}}, "neutral"),
        ({"Principal": {"Service": "s3.amazonaws.com"}}, "neutral"),
        ({"Effect": "Allow"}, "permitted"),
    ],
    ids=str,
)
def test_a_statement_concerns_what_it_names(statement: dict[str, Any], expected: str) -> None:
    assert decide(**statement) == expected


def test_a_not_action_and_a_not_resource_are_inverted() -> None:
    policy = {
        "Statement": [
            {"Effect": "Deny", "Principal": "*", "NotAction": "s3:Get*", "NotResource": "x"}
        ]
    }
    context = context_of({}, ACCOUNT)
    put = decision(policy, "s3:PutObject", OBJECT, ACCOUNT, context)
    get = decision(policy, "s3:GetObject", OBJECT, ACCOUNT, context)
    assert (put.name, get.name) == ("DENIED", "NEUTRAL")
