from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import bucket_of, buckets_behind, named_bucket
from lakeform.gate.facts.values import name
from lakeform.plan import Mark, Resource


class TablesLieInTheLake(Policy):
    """A table's data lies in a bucket that the same plan manages.

    What the plan doesn't manage, its policies don't judge: whether that bucket is encrypted, logged
    and closed is open. Where another configuration owns the bucket on purpose, waive this.
    """

    id = "LAKE_GLUE_11"
    title = "Tables point to buckets of the lake"
    severity = Severity.LOW
    types = ("aws_glue_catalog_table",)
    controls = controls.INVENTORY

    def judge(self, resource: Resource, case: Case) -> Verdict:
        location = resource.block("storage_descriptor").get("location")
        if location is None and resource.get("storage_descriptor") is not Mark.UNKNOWN:
            return PASSED
        known = name(location)
        if known is None:
            if buckets_behind(resource, "storage_descriptor", case):
                return PASSED
            return unknown("its location is known only after apply")
        bucket = bucket_of(known)
        if bucket is None or named_bucket(bucket, case) is not None:
            return PASSED
        return failed(f"the bucket {bucket} isn't in this plan")
