from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import configured, inline
from lakeform.plan import Mark, Resource


class BucketsKeepVersions(Policy):
    """Every bucket keeps the old versions of its objects.

    Without versions, an overwritten or deleted object is gone, and replication and object lock
    aren't possible. Buckets for what may be lost can go without: waive it there.
    """

    id = "LAKE_S3_3"
    title = "Buckets keep old versions of objects"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.BACKUP, controls.INTEGRITY)
    fix = "storage: {zones: {NAME: {versioning: true}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        found, may_have_more = configured(resource, "aws_s3_bucket_versioning", case)
        for versioning in found:
            status = versioning.block("versioning_configuration").get("status")
            if isinstance(status, Mark):
                return unknown("whether it keeps versions is known only after apply")
            return PASSED if status == "Enabled" else failed(f"its versioning is {status}")
        enabled = inline(resource, "versioning").get("enabled")
        if enabled is True:
            return PASSED
        if may_have_more or isinstance(enabled, Mark):
            return unknown("whether it keeps versions is known only after apply")
        return failed("it keeps no old versions")
