"""What becomes of objects that a service writes without naming a key: the bucket's default."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lakeform.gate.judging import worst
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Planned, Resource

_NAME = re.compile(r"(?:arn:aws[a-z-]*:s3:::|s3://)?([^/]+)")


def encrypted_by_default(plan: Planned, source: Resource, attribute: str) -> Verdict:
    """Whether the bucket that an attribute names (name, ARN or URL) encrypts with a KMS key.

    "Unknown" for a bucket that isn't in the plan.
    """
    buckets = tuple(_named(plan, source, attribute))
    if not buckets:
        return unknown("no key is named, and the default of a bucket elsewhere can't be seen")
    return worst(_default(plan, bucket) for bucket in buckets)


def _named(plan: Planned, source: Resource, attribute: str) -> Iterator[Resource]:
    *blocks, last = attribute.split(".")
    values = (block.get(last) for block in source.blocks(*blocks))
    names = {
        found.group(1)
        for value in values
        if isinstance(value, str) and not isinstance(value, Mark) and (found := _NAME.match(value))
    }
    for bucket in plan.of_type("aws_s3_bucket"):
        if bucket.get("bucket") in names or plan.points(source, attribute, bucket):
            yield bucket


def _default(plan: Planned, bucket: Resource) -> Verdict:
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    for configuration in plan.pointing_to(bucket, kind, "bucket"):
        for default in configuration.blocks("rule", "apply_server_side_encryption_by_default"):
            if default.get("sse_algorithm") in ("aws:kms", "aws:kms:dsse"):
                return _with_key(default.get("kms_master_key_id"), bucket)
    return failed(f"no key is named, and the bucket {bucket.address} has no key by default either")


def _with_key(key: object, bucket: Resource) -> Verdict:
    if not key or "alias/aws/" in str(key):
        return failed(f"no key is named, and AWS manages the one that {bucket.address} defaults to")
    return PASSED
