from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.identity import TYPES, documents, is_on_any, judge_documents
from lakeform.plan import Resource


class RolesArePassedByName(Policy):
    """No policy allows to pass any role to a service.

    Who may pass every role starts a job with the strongest one, and has its rights. A condition on
    `iam:PassedToService` narrows to whom, not which role: it still fails unless the roles are
    named.
    """

    id = "LAKE_IAM_2"
    title = "Roles that may be passed are named"
    severity = Severity.HIGH
    types = TYPES
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_documents(documents(resource, case), self._wrong)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        if statement.allows_action("iam:PassRole") and is_on_any(statement, "role"):
            return "allows to pass any role"
        return None
