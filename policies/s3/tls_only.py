from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

from lakeform.gate import (
    PASSED,
    Case,
    Document,
    Policy,
    Severity,
    Statement,
    Verdict,
    controls,
    failed,
    unknown,
)
from lakeform.gate.facts.values import name
from lakeform.plan import Resource


class TlsOnly(Policy):
    """Every bucket has a policy that refuses requests without TLS.

    S3 answers plain HTTP to whoever may read an object, so a client that forgets the `s` sends data
    in the clear. The policy must deny every action to everybody where `aws:SecureTransport` is
    false, on the bucket itself (listing) and on all its objects, in one statement or in several.
    Another condition beside it would narrow it.
    """

    id = "LAKE_S3_1"
    title = "Buckets refuse requests without TLS"
    severity = Severity.HIGH
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.ENCRYPTION_IN_TRANSIT, {"cis-aws": ("2.1.1",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        policies = case.plan.pointing_to(resource, "aws_s3_bucket_policy", "bucket")
        if not policies:
            return failed("the bucket has no policy, so nothing refuses plain HTTP")
        for policy in policies:
            document = Document.of(policy, "policy", case.plan)
            if document is None:
                return unknown("its bucket policy is known only after apply")
            refused = set()
            is_open = False
            for statement in document.denies:
                if self._refuses(statement):
                    for written in statement.resources:
                        covered = _covered(written, resource, policy)
                        is_open |= covered is None
                        refused |= covered or set()
            if refused == _EVERYTHING:
                return PASSED
            if is_open:
                return unknown("what its bucket policy is about is known only after apply")
        return failed(
            "its bucket policy doesn't deny requests without TLS to the bucket and all its objects"
        )

    @staticmethod
    def _refuses(statement: Statement) -> bool:
        return (
            statement.is_for_everyone
            and statement.covers_action("s3:*")
            and statement.conditions == {("bool", "aws:securetransport"): ("false",)}
            and "NotResource" not in statement.negated
        )


_EVERYTHING = {"bucket", "objects"}
_ARN = re.compile(r"arn:(?:\$\{[^}]*\}|[^:$]*):s3:::")
_REFERENCE = re.compile(
    r"\$\{(?P<base>aws_s3_bucket\.[\w-]+)(?P<index>\[[^]]*\])?\.(?P<attribute>arn|bucket|id)\}"
)
_THIS = "this-bucket"
"""Stands for the name of a bucket that isn't known yet."""


def _covered(written: str, bucket: Resource, policy: Resource) -> set[str] | None:
    """Which of bucket and objects a resource of a statement includes, None if it can't be told."""
    title = name(bucket.get("bucket")) or _THIS

    def resolve(found: re.Match[str]) -> str:
        if not _is_of(found, bucket, policy):
            return found[0]
        return f"arn:aws:s3:::{title}" if found["attribute"] == "arn" else title

    pattern = _REFERENCE.sub(resolve, written)
    pattern = _ARN.sub("", pattern, count=1) if _ARN.match(pattern) else pattern
    if "${" in pattern:
        return None
    return {what for what, samples in _samples(title) if _matches(samples, pattern)}


def _is_of(reference: re.Match[str], bucket: Resource, policy: Resource) -> bool:
    """Whether what a policy refers to is this bucket."""
    local = bucket.base.rsplit("aws_s3_bucket.", 1)[-1]
    if policy.modules != bucket.modules or reference["base"] != f"aws_s3_bucket.{local}":
        return False
    index = reference["index"] or ""
    own = bucket.address.rpartition(f"aws_s3_bucket.{local}")[2]
    return index == own or index in ("[each.key]", "[count.index]")


def _samples(title: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "bucket", (title,)
    yield "objects", (f"{title}/\0", f"{title}/\0\0")


def _matches(samples: tuple[str, ...], pattern: str) -> bool:
    return all(fnmatch.fnmatchcase(sample, pattern) for sample in samples)
