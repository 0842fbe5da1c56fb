from __future__ import annotations

from lakeform.gate import PASSED, Case, Document, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.facts.callers import judge_accounts
from lakeform.plan import Resource


class PoliciesNameTrustedAccounts(Policy):
    """A bucket policy allows something only to the lake's own and trusted accounts.

    Accounts of AWS that deliver logs in older regions' way are foreign, too: list them among the
    trusted. Services are judged by LAKE_IAM_7.
    """

    id = "LAKE_S3_11"
    title = "Bucket policies let in trusted accounts only"
    severity = Severity.HIGH
    types = ("aws_s3_bucket", "aws_s3_bucket_policy")
    controls = controls.SHARING

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_s3_bucket" and "policy" not in resource.written.expressions:
            return PASSED
        document = Document.of(resource, "policy", case.plan)
        if document is None:
            return unknown("its policy is known only after apply")
        return judge_accounts(document, case)
