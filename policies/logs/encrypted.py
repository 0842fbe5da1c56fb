from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.keys import KEYS
from lakeform.plan import Mark, Resource


class LogsAreEncrypted(Policy):
    """Log groups are encrypted with a customer-managed key.

    Logs of jobs and queries hold what they work on: file names, values in error messages, SQL.
    CloudWatch's own encryption is open to whoever may read the group.
    """

    id = "LAKE_LOG_2"
    title = "Logs are encrypted with a customer-managed key"
    severity = Severity.MEDIUM
    types = ("aws_cloudwatch_log_group",)
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        key = resource.get("kms_key_id")
        if isinstance(key, Mark):
            if case.plan.targets(resource, "kms_key_id", *KEYS, "aws_kms_alias"):
                return PASSED
            return unknown("its key is known only after apply")
        return PASSED if key else failed("it has no key of its own")
