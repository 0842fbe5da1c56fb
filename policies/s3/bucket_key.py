from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import encryption_rule
from lakeform.gate.facts.values import first
from lakeform.plan import Mark, Resource


class BucketKeyIsUsed(Policy):
    """A bucket that is encrypted with KMS uses a bucket key.

    Without one, each object costs a call to KMS for each write and read, and a training job that
    reads millions of files pays for it and meets KMS's rate limit.
    """

    id = "LAKE_S3_8"
    title = "Buckets encrypted with KMS use a bucket key"
    severity = Severity.LOW
    types = ("aws_s3_bucket",)
    controls = controls.COST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        rule, is_open = encryption_rule(resource, case)
        if rule is None:
            return unknown("its encryption is known only after apply") if is_open else PASSED
        algorithm = first(rule, "apply_server_side_encryption_by_default").get("sse_algorithm")
        used = rule.get("bucket_key_enabled")
        if algorithm in (None, "AES256") or used is True:
            return PASSED
        if isinstance(algorithm, Mark) or isinstance(used, Mark):
            return unknown("whether it uses a bucket key is known only after apply")
        return failed("each object asks KMS for a key of its own")
