from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.buckets import configured
from lakeform.gate.facts.values import blocks, first, is_known, is_set
from lakeform.plan import Resource


class IncompleteUploadsAreAborted(Policy):
    """A lifecycle rule for the whole bucket aborts incomplete multipart uploads.

    The parts of an upload that was never completed aren't listed as objects, and are paid for until
    somebody removes them.
    """

    id = "LAKE_S3_4"
    title = "Incomplete uploads are aborted"
    severity = Severity.LOW
    types = ("aws_s3_bucket",)
    controls = controls.combined(controls.COST, controls.RETENTION)
    fix = "storage: {zones: {NAME: {abort_incomplete_upload_days: 7}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        found, is_open = configured(resource, "aws_s3_bucket_lifecycle_configuration", case)
        for lifecycle in found:
            for rule in blocks(lifecycle, "rule"):
                days = first(rule, "abort_incomplete_multipart_upload").get("days_after_initiation")
                if rule.get("status") == "Enabled" and days is not None and _is_for_all(rule):
                    return PASSED
            is_open |= not is_known(lifecycle.get("rule", default=[]))
        if "lifecycle_rule" in resource.written.expressions:
            for rule in blocks(resource, "lifecycle_rule"):
                days = rule.get("abort_incomplete_multipart_upload_days")
                if rule.get("enabled") is True and days and not rule.get("prefix"):
                    return PASSED
        if is_open:
            return unknown("its lifecycle rules are known only after apply")
        return failed("no lifecycle rule aborts incomplete uploads of the whole bucket")


def _is_for_all(rule: Mapping[str, Any]) -> bool:
    narrowing = first(rule, "filter")
    return not rule.get("prefix") and not any(is_set(value) for value in narrowing.values())
