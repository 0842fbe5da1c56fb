from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import buckets, buckets_behind, configured, inline
from lakeform.gate.facts.values import is_set
from lakeform.plan import Resource


class AccessIsLogged(Policy):
    """Every bucket writes server access logs to another bucket.

    Without them nobody can say afterwards who read what. The bucket that receives the logs needs
    none: logs of its own would log themselves without end. Logging that isn't in this plan, or is
    removed by it, doesn't count, whatever the bucket's last state says.
    """

    id = "LAKE_S3_2"
    title = "Access to buckets is logged"
    severity = Severity.MEDIUM
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.LOGGING, {"cis-aws": ("3.4",)})
    fix = "storage: {access_logs: {}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.address in buckets(case).log_targets:
            return PASSED
        found, may_have_more = configured(resource, "aws_s3_bucket_logging", case)
        for logging in found:
            if resource in buckets_behind(logging, "target_bucket", case):
                return failed("it logs to itself, and logs its logs")
            return PASSED
        if is_set(inline(resource, "logging").get("target_bucket")):
            return PASSED
        if may_have_more:
            return unknown("whether a logging configuration is its own is known only after apply")
        return failed("nothing logs who reads it")
