"""Inventory, metrics, analytics, intelligent tiering: s3:Put/Get/DeleteBucket…Configuration.

moto takes a DELETE of any of them for "delete the bucket", a PUT of all but inventory for "create
the bucket", and an inventory's PUT loses its encryption and its object versions.
"""

from __future__ import annotations

from lakeform.local.gaps.gap import Gap
from lakeform.local.gaps.s3_documents import DocumentKind, keep_document

_OPERATIONS = ("Inventory", "Metrics", "Analytics", "IntelligentTiering")


def apply() -> None:
    keep_document(DocumentKind("inventory", listing="ListInventoryConfigurationsResult"))
    keep_document(DocumentKind("metrics", listing="ListMetricsConfigurationsResult"))
    keep_document(DocumentKind("analytics", listing="ListBucketAnalyticsConfigurationsResult"))
    keep_document(
        DocumentKind(
            "intelligent-tiering", listing="ListBucketIntelligentTieringConfigurationsOutput"
        )
    )


GAP = Gap(
    name="S3 inventory, metrics, analytics and intelligent tiering",
    resources=(
        "aws_s3_bucket_inventory",
        "aws_s3_bucket_metric",
        "aws_s3_bucket_analytics_configuration",
        "aws_s3_bucket_intelligent_tiering_configuration",
    ),
    missing=tuple(
        f"s3:{verb}Bucket{kind}Configuration"
        for kind in _OPERATIONS
        for verb in ("Put", "Get", "Delete")
        if (kind, verb) not in (("Inventory", "Put"), ("Inventory", "Get"))
    ),
    corrected=("s3:PutBucketInventoryConfiguration", "s3:GetBucketInventoryConfiguration"),
    apply=apply,
)
