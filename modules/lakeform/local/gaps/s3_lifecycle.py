"""S3 lifecycle rules: s3:Put/Get/DeleteBucketLifecycleConfiguration.

moto drops a filter's object sizes, `NewerNoncurrentVersions` of an expiry, and the minimum size of
a transition, so Terraform's provider waits three minutes for what it wrote and fails. Kept whole,
the configuration is equal at the first read.

The provider then still takes 55 s for one configuration, on AWS as here: it waits 10 s, reads every
5 s, and wants ten equal answers. No server can shorten that; configurations run side by side.
"""

from __future__ import annotations

from xml.etree import ElementTree

from moto.s3.exceptions import MalformedXML

from lakeform.local.gaps.gap import Gap
from lakeform.local.gaps.s3_documents import DocumentKind, Exchange, keep_document


def _check(exchange: Exchange) -> None:
    """Refuse what AWS refuses: a rule without filter and prefix, or with a repeated ID."""
    rules = ElementTree.fromstring(exchange.body).findall("{*}Rule")
    if any(rule.find("{*}Filter") is None and rule.find("{*}Prefix") is None for rule in rules):
        raise MalformedXML()
    identifiers = [text for rule in rules if (text := rule.findtext("{*}ID"))]
    if not rules or len(set(identifiers)) != len(identifiers):
        raise MalformedXML()


def apply() -> None:
    keep_document(
        DocumentKind(
            "lifecycle",
            missing="NoSuchLifecycleConfiguration",
            headers={"x-amz-transition-default-minimum-object-size": "all_storage_classes_128K"},
            check=_check,
        )
    )


GAP = Gap(
    name="S3 lifecycle rules",
    resources=("aws_s3_bucket_lifecycle_configuration",),
    corrected=(
        "s3:PutBucketLifecycleConfiguration",
        "s3:GetBucketLifecycleConfiguration",
        "s3:DeleteBucketLifecycle",
    ),
    apply=apply,
)
