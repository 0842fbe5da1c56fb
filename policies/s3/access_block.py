from __future__ import annotations

from collections.abc import Sequence

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import buckets_behind, configured
from lakeform.plan import Mark, Resource


class PublicAccessIsBlocked(Policy):
    """Every bucket blocks public access in all four ways.

    The block holds whatever a policy or an ACL says, so that one careless grant doesn't publish
    data. One for the whole account in the same plan counts for every bucket. A block of a bucket
    that isn't in the plan is judged by itself, and so are those of accounts and access points.
    """

    id = "LAKE_S3_6"
    title = "Buckets block public access"
    severity = Severity.HIGH
    types = (
        "aws_s3_bucket",
        "aws_s3_access_point",
        "aws_s3_account_public_access_block",
        "aws_s3_bucket_public_access_block",
    )
    controls = controls.combined(controls.PUBLIC_ACCESS, {"cis-aws": ("2.1.4",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        of_account = case.plan.of_type("aws_s3_account_public_access_block")
        if resource.type == "aws_s3_account_public_access_block":
            return _blocked([resource])
        if resource.type == "aws_s3_access_point":
            return _of_access_point(resource)
        if resource.type == "aws_s3_bucket_public_access_block":
            # A bucket of the plan is judged with all that it has.
            is_judged = bool(buckets_behind(resource, "bucket", case))
            return PASSED if is_judged else _blocked([resource, *of_account])
        found, may_have_more = configured(resource, "aws_s3_bucket_public_access_block", case)
        blocks = [*found, *of_account]
        if not blocks:
            if may_have_more:
                return unknown("whether an access block is its own is known only after apply")
            return failed("nothing blocks public access to it")
        return _blocked(blocks)


def _blocked(blocks: Sequence[Resource]) -> Verdict:
    for way in _WAYS:
        settings = [block.get(way) for block in blocks]
        if True in settings:
            continue
        if any(isinstance(setting, Mark) for setting in settings):
            return unknown(f"{way} is known only after apply")
        return failed(f"{way} isn't set")
    return PASSED


def _of_access_point(point: Resource) -> Verdict:
    """What isn't given of an access point's block is on."""
    block = "public_access_block_configuration"
    for way in _WAYS:
        setting = point.get(block, 0, way)
        if setting is False:
            return failed(f"{way} isn't set")
        if isinstance(setting, Mark) and not point.leaves_out(block):
            return unknown(f"{way} is known only after apply")
    return PASSED


_WAYS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
