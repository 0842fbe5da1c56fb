"""What becomes of objects that a service writes without naming a key: the bucket's default."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.gate.facts.buckets import bucket_of, encryption_rule, named_bucket
from lakeform.gate.facts.values import first, name
from lakeform.gate.judging import worst
from lakeform.gate.policy import Case
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Resource


def encrypted_by_default(case: Case, source: Resource, attribute: str) -> Verdict:
    """Whether the bucket that an attribute (`block.attribute`) names encrypts with a KMS key.

    "Unknown" for a bucket that isn't in the plan.
    """
    buckets = tuple(_named(case, source, attribute))
    if not buckets:
        return unknown("no key is named, and the default of a bucket elsewhere can't be seen")
    return worst(_default(bucket, case) for bucket in buckets)


def _named(case: Case, source: Resource, attribute: str) -> Iterator[Resource]:
    *blocks, last = attribute.split(".")
    for block in source.blocks(*blocks):
        location = bucket_of(name(block.get(last)) or "")
        bucket = None if location is None else named_bucket(location, case)
        if bucket is not None:
            yield bucket
    for bucket in case.plan.of_type("aws_s3_bucket"):
        if case.plan.points(source, attribute, bucket):
            yield bucket


def _default(bucket: Resource, case: Case) -> Verdict:
    rule, may_have_another = encryption_rule(bucket, case)
    if rule is None and may_have_another:
        return unknown(f"the default encryption of {bucket.address} is known only after apply")
    default = first(rule or {}, "apply_server_side_encryption_by_default")
    key = default.get("kms_master_key_id")
    if default.get("sse_algorithm") not in ("aws:kms", "aws:kms:dsse"):
        return failed(f"no key is named, and {bucket.address} has no key by default either")
    if not key or "alias/aws/" in key:
        return failed(f"no key is named, and AWS manages the one that {bucket.address} defaults to")
    return PASSED
