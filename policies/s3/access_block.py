from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import configured
from lakeform.plan import Mark, Resource


class PublicAccessIsBlocked(Policy):
    """Every bucket blocks public access in all four ways.

    The block holds whatever a policy or an ACL says, so that one careless grant doesn't publish
    data. One for the whole account in the same plan counts for every bucket.
    """

    id = "LAKE_S3_6"
    title = "Buckets block public access"
    severity = Severity.HIGH
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.PUBLIC_ACCESS, {"cis-aws": ("2.1.4",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        found, may_have_more = configured(resource, "aws_s3_bucket_public_access_block", case)
        blocks = [*found, *case.plan.of_type("aws_s3_account_public_access_block")]
        if not blocks:
            if may_have_more:
                return unknown("whether an access block is its own is known only after apply")
            return failed("nothing blocks public access to it")
        for way in _WAYS:
            settings = [block.get(way) for block in blocks]
            if True in settings:
                continue
            if any(isinstance(setting, Mark) for setting in settings):
                return unknown(f"{way} is known only after apply")
            return failed(f"{way} isn't set")
        return PASSED


_WAYS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
