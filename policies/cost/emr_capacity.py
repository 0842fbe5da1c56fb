from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.plan import Resource


class EmrCapacity(Policy):
    """Every EMR Serverless application has a largest size.

    Without `maximum_capacity`, it grows with its jobs up to the account's quota.
    """

    id = "LAKE_COST_10"
    title = "EMR Serverless applications have a largest size"
    severity = Severity.MEDIUM
    types = ("aws_emrserverless_application",)
    controls = controls.COST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.get("maximum_capacity"):
            return PASSED
        return failed("it may grow up to the account's quota")
