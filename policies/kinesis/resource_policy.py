from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.openness import closed
from lakeform.plan import Resource


class ResourcePolicy(Policy):
    """No stream's policy lets in everybody.

    A policy that allows an action to `*` opens the stream to every AWS account, unless a condition
    says who, such as `aws:PrincipalOrgID` or `aws:SourceArn`.
    """

    id = "LAKE_KINESIS_3"
    title = "Policies of streams don't let in everybody"
    severity = Severity.CRITICAL
    types = ("aws_kinesis_resource_policy",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.LEAST_PRIVILEGE)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return closed(resource, case)
