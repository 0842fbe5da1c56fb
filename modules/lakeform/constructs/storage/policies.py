"""Bucket policies, as data.

A zone's policy refuses what would weaken the bucket's own settings and grants nothing: who may read
and write is a matter of Lake Formation and IAM. S3 looks at the encryption headers of a request as
the client sent them, before it applies the bucket's default: so the conditions say "the header is
there, and is wrong", and a request without headers passes and is encrypted with the zone's key.

Which of the account's own keys a client may name isn't in the bucket's policy, for that would hide
the whole policy from a plan (a key's id isn't known before it exists). It is in the keys' policies:
a zone's key encrypts objects of its own bucket only.
"""

from __future__ import annotations

from collections.abc import Iterable

from lakeform.constructs.iam import ANYBODY, Statement, from_this_account, statement
from lakeform.naming import Names

ACCESS_LOGS = "access-logs"
"""Prefix in the log bucket, below which each zone has a folder."""
INVENTORY = "inventory"
"""Prefix in the log bucket, below which S3 writes BUCKET/lake/."""

_SSE = "s3:x-amz-server-side-encryption"
_SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_SSE_CUSTOMER = "s3:x-amz-server-side-encryption-customer-algorithm"


def transport_statements(bucket_arn: str) -> list[Statement]:
    """No request without TLS, nor with a version below 1.2."""
    everything = [bucket_arn, f"{bucket_arn}/*"]
    return [
        statement(
            "DenyInsecureTransport",
            "Deny",
            "s3:*",
            everything,
            ANYBODY,
            {"Bool": {"aws:SecureTransport": "false"}},
        ),
        statement(
            "DenyOutdatedTls",
            "Deny",
            "s3:*",
            everything,
            ANYBODY,
            {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ),
    ]


def encryption_statements(bucket_arn: str, names: Names) -> list[Statement]:
    """No object that is encrypted otherwise than with a customer-managed key of this account and
    region."""
    objects = f"{bucket_arn}/*"

    def deny(sid: str, conditions: dict[str, dict[str, str]]) -> Statement:
        return statement(sid, "Deny", "s3:PutObject", objects, ANYBODY, conditions)

    return [
        deny(
            "DenyOtherEncryption",
            {"Null": {_SSE: "false"}, "StringNotEquals": {_SSE: "aws:kms"}},
        ),
        deny(
            "DenyForeignKeys",
            {
                "Null": {_SSE_KEY: "false"},
                "ArnNotLike": {_SSE_KEY: names.arn("kms", "key/*")},
            },
        ),
        # A request for KMS that names no key gets S3's own key, not the bucket's.
        deny(
            "DenyManagedKey",
            {"Null": {_SSE_KEY: "true"}, "StringEquals": {_SSE: "aws:kms"}},
        ),
        deny("DenyCustomerProvidedKeys", {"Null": {_SSE_CUSTOMER: "false"}}),
    ]


def access_log_statement(
    log_bucket_arn: str, names: Names, zone_bucket_arns: Iterable[str]
) -> Statement:
    """S3's access logs of the zones. The folder of each is a setting of its bucket: a statement for
    each folder would make the policy of many zones longer than S3 takes."""
    return statement(
        "AccessLogDelivery",
        "Allow",
        "s3:PutObject",
        f"{log_bucket_arn}/{ACCESS_LOGS}/*",
        {"Service": "logging.s3.amazonaws.com"},
        from_this_account(names, zone_bucket_arns),
    )


def access_log_prefix(zone: str) -> str:
    """Where the access logs of a zone lie in the log bucket."""
    return f"{ACCESS_LOGS}/{zone}/"


def inventory_statement(
    log_bucket_arn: str, names: Names, zone_bucket_arns: Iterable[str]
) -> Statement:
    """S3 Inventory's lists of the zones' objects."""
    conditions = from_this_account(names, zone_bucket_arns)
    return statement(
        "InventoryDelivery",
        "Allow",
        "s3:PutObject",
        f"{log_bucket_arn}/{INVENTORY}/*",
        {"Service": "s3.amazonaws.com"},
        {
            **conditions,
            "StringEquals": {
                **conditions["StringEquals"],
                "s3:x-amz-acl": "bucket-owner-full-control",
            },
        },
    )


def flow_log_statements(log_bucket_arn: str, names: Names) -> list[Statement]:
    """VPC flow logs. The statements are the very ones that the service would add by itself (Amazon
    VPC user guide, "Publish flow logs to Amazon S3"); written here, it leaves the policy alone."""
    conditions = from_this_account(names, names.arn("logs", "*"))
    delivery = {"Service": "delivery.logs.amazonaws.com"}
    return [
        statement(
            "AWSLogDeliveryWrite",
            "Allow",
            "s3:PutObject",
            f"{log_bucket_arn}/AWSLogs/{names.account}/*",
            delivery,
            {
                **conditions,
                "StringEquals": {
                    **conditions["StringEquals"],
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
            },
        ),
        statement(
            "AWSLogDeliveryAclCheck",
            "Allow",
            ["s3:GetBucketAcl", "s3:ListBucket"],
            log_bucket_arn,
            delivery,
            conditions,
        ),
    ]
