from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.openness import closed
from lakeform.plan import Resource


class SecretPolicy(Policy):
    """No secret's policy lets in everybody.

    `*` without a condition that says who lets every AWS account read the secret, if its key lets it
    too.
    """

    id = "LAKE_SECRET_4"
    title = "Policies of secrets don't let in everybody"
    severity = Severity.CRITICAL
    types = ("aws_secretsmanager_secret", "aws_secretsmanager_secret_policy")
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.SECRETS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return closed(resource, case)
