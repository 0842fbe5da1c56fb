"""S3 buckets and the resources that configure them, whichever way they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lakeform.gate.facts.values import first, name, once
from lakeform.gate.policy import Case
from lakeform.plan import Resource

_CONFIGURATIONS = (
    "aws_s3_bucket_acl",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
)


@dataclass(frozen=True)
class Buckets:
    """Which configuration belongs to which bucket.

    Attributes:
        of: (type, address of the bucket) → its configurations.
        strays: types with a configuration of a bucket that the plan doesn't name: it may be any.
        log_targets: addresses of the buckets that receive other buckets' access logs.
    """

    of: Mapping[tuple[str, str], Sequence[Resource]] = field(default_factory=dict)
    strays: frozenset[str] = frozenset()
    log_targets: frozenset[str] = frozenset()


class _Index:
    """The buckets by what names them; built once, as a plan may have many."""

    def __init__(self, case: Case) -> None:
        self._plan = case.plan
        self._by_name: dict[str, list[Resource]] = {}
        self._by_base: dict[str, list[Resource]] = {}
        for bucket in case.plan.of_type("aws_s3_bucket"):
            for key in {name(bucket.get(at)) for at in ("bucket", "id", "arn")} - {None}:
                self._by_name.setdefault(key or "", []).append(bucket)
            self._by_base.setdefault(bucket.base, []).append(bucket)

    def named(self, value: str) -> list[Resource]:
        """The buckets with a name or an ARN."""
        return self._by_name.get(value) or self._by_name.get(
            value.removeprefix("arn:aws:s3:::"), []
        )

    def found(self, source: Resource, attribute: str) -> list[Resource]:
        """The buckets that an attribute of a resource names or refers to."""
        known = name(source.get(attribute))
        if known is not None and (found := self.named(known)):
            return found
        return [
            bucket
            for base in source.written.references.get(attribute, ())
            for bucket in self._by_base.get(base, ())
            if self._plan.points(source, attribute, bucket)
        ]


@once
def buckets(case: Case) -> Buckets:
    """The buckets' configurations in a plan."""
    index = _index(case)
    of: dict[tuple[str, str], list[Resource]] = {}
    strays: set[str] = set()
    for source in case.plan.of_type(*_CONFIGURATIONS):
        found = index.found(source, "bucket")
        for bucket in found:
            of.setdefault((source.type, bucket.address), []).append(source)
        if not found and name(source.get("bucket")) is None:
            strays.add(source.type)
    targets = {
        bucket.address
        for logging in case.plan.of_type("aws_s3_bucket_logging")
        for bucket in index.found(logging, "target_bucket")
        if bucket not in index.found(logging, "bucket")
    }
    for source in case.plan.of_type("aws_s3_bucket"):
        inline = name(source.block("logging").get("target_bucket"))
        known = index.named(inline) if inline else index.found(source, "logging")
        targets.update(bucket.address for bucket in known if bucket is not source)
    return Buckets(of, frozenset(strays), frozenset(targets))


@once
def _index(case: Case) -> _Index:
    return _Index(case)


def configured(bucket: Resource, type: str, case: Case) -> tuple[Sequence[Resource], bool]:
    """A bucket's configurations of a type, and whether another one may be of it, too."""
    known = buckets(case)
    return known.of.get((type, bucket.address), ()), type in known.strays


def inline(bucket: Resource, attribute: str) -> Mapping[str, Any]:
    """A block inside `aws_s3_bucket`, as older configurations have it; empty where none is written.

    What isn't written there may have a value all the same: the one at the last apply.
    """
    return bucket.block(attribute) if attribute in bucket.written.expressions else {}


def named_bucket(value: str, case: Case) -> Resource | None:
    """The plan's bucket with this name or ARN."""
    found = _index(case).named(value)
    return found[0] if found else None


def buckets_behind(source: Resource, attribute: str, case: Case) -> Sequence[Resource]:
    """The plan's buckets that an attribute names or refers to."""
    return _index(case).found(source, attribute)


def bucket_of(location: str) -> str | None:
    """The bucket's name in an S3 URL or ARN, None where it is neither."""
    for scheme in ("s3://", "s3a://", "s3n://", "arn:aws:s3:::"):
        if location.startswith(scheme):
            return location.removeprefix(scheme).split("/", 1)[0]
    return None


def key_of(location: str) -> str:
    """The prefix in an S3 URL or ARN, without slashes at its ends."""
    place = location.split(":::", 1)[-1].split("://", 1)[-1]
    return place.partition("/")[2].strip("/")


def encryption_rule(bucket: Resource, case: Case) -> tuple[Mapping[str, Any] | None, bool]:
    """The rule of a bucket's default encryption, and whether there may be one that isn't known."""
    found, may_have_more = configured(
        bucket, "aws_s3_bucket_server_side_encryption_configuration", case
    )
    attribute = "server_side_encryption_configuration"
    for rule in [*(one.block("rule") for one in found), first(inline(bucket, attribute), "rule")]:
        if rule:
            return rule, False
    return None, may_have_more or bool(found)
