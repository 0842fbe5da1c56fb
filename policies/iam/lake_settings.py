from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.grants import administrators
from lakeform.gate.facts.identity import TYPES, documents, judge_documents
from lakeform.plan import Resource


class LakeSettingsAreForAdministrators(Policy):
    """Only Lake Formation's administrators may change its settings or grant permissions.

    Whoever may call `lakeformation:PutDataLakeSettings` makes himself an administrator, and grants
    himself what he likes. Roles that the plan names as administrators may have it.
    """

    id = "LAKE_IAM_11"
    title = "Only administrators may change Lake Formation's settings"
    severity = Severity.MEDIUM
    types = TYPES
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {admins: [PERSONA]}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        verdict = judge_documents(documents(resource, case), self._wrong)
        if verdict is PASSED or self._is_of_an_administrator(resource, case):
            return PASSED
        return verdict

    @staticmethod
    def _is_of_an_administrator(resource: Resource, case: Case) -> bool:
        admins = administrators(case)
        if resource.type == "aws_iam_role":
            return resource.address in admins
        roles = case.plan.targets(resource, "role", "aws_iam_role")
        return bool(roles) and all(role.address in admins for role in roles)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        if statement.allows_action("lakeformation:PutDataLakeSettings"):
            return "allows to change Lake Formation's settings"
        return None
