from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import customer_key
from lakeform.plan import Resource


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
        return customer_key(resource, "kms_key_id", without="CloudWatch's own key encrypts it")
