from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
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
        return judged(
            chosen(resource, "maximum_capacity", default=[]),
            bool,
            "it may grow up to the account's quota",
            subject="its largest size",
        )
