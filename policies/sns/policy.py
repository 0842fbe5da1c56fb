from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.openness import closed
from lakeform.plan import Resource


class TopicPolicy(Policy):
    """No topic's policy lets in everybody.

    `*` without a condition that says who (`aws:SourceArn`, `aws:SourceAccount`,
    `aws:PrincipalOrgID`) lets every AWS account send to the topic, or read from it.
    """

    id = "LAKE_SNS_2"
    title = "Policies of topics don't let in everybody"
    severity = Severity.HIGH
    types = ("aws_sns_topic", "aws_sns_topic_policy")
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.LEAST_PRIVILEGE)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return closed(resource, case)
