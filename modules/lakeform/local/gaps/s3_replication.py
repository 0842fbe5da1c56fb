"""S3 replication rules and request payment: s3:Put/GetBucketReplication, …RequestPayment.

moto answers every replication rule with delete markers off and an empty filter, whatever was set,
and hasn't got request payment. Nothing is copied: replication is configuration only here.
"""

from __future__ import annotations

from moto.s3.exceptions import VersioningNotEnabledForReplication

from lakeform.local.gaps.gap import Gap
from lakeform.local.gaps.s3_documents import DocumentKind, Exchange, keep_document

_OWNER_PAYS = (
    b"<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"
)


def _check(exchange: Exchange) -> None:
    if not exchange.bucket.is_versioned:
        raise VersioningNotEnabledForReplication(bucket_name=exchange.bucket.name)


def apply() -> None:
    keep_document(
        DocumentKind("replication", missing="ReplicationConfigurationNotFoundError", check=_check)
    )
    keep_document(DocumentKind("requestPayment", default=_OWNER_PAYS))


GAP = Gap(
    name="S3 replication and request payment",
    resources=(
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_request_payment_configuration",
    ),
    missing=("s3:PutBucketRequestPayment", "s3:GetBucketRequestPayment"),
    corrected=("s3:PutBucketReplication", "s3:GetBucketReplication"),
    apply=apply,
)
