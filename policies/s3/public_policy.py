from __future__ import annotations

from lakeform.gate import (
    PASSED,
    Case,
    Document,
    Policy,
    Severity,
    Verdict,
    controls,
    failed,
    unknown,
)
from lakeform.gate.facts.callers import is_for_anybody, label
from lakeform.plan import Resource


class PoliciesAreNotPublic(Policy):
    """No bucket policy lets in everybody.

    An `Allow` for the principal `*` publishes the data, unless a condition limits it to fixed
    accounts, organisations, roles, networks or endpoints. `aws:Referer` and the like don't: the
    caller writes them himself.
    """

    id = "LAKE_S3_10"
    title = "Bucket policies let in nobody from everywhere"
    severity = Severity.CRITICAL
    types = ("aws_s3_bucket", "aws_s3_bucket_policy")
    controls = controls.PUBLIC_ACCESS

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_s3_bucket" and "policy" not in resource.written.expressions:
            return PASSED
        document = Document.of(resource, "policy", case.plan)
        if document is None:
            return unknown("its policy is known only after apply")
        for statement in document.allows:
            if is_for_anybody(statement):
                return failed(f"{label(statement)} lets in everybody")
        return PASSED
