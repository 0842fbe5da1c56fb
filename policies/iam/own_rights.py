from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.identity import TYPES, documents, is_on_any, judge_documents
from lakeform.plan import Resource


class NobodyWidensHisRights(Policy):
    """No policy allows to change the rights of any role, user or policy.

    Each of these actions on all of them is as good as administrator access: a new policy version,
    an attached policy, another trust policy, a key of another user.
    """

    id = "LAKE_IAM_13"
    title = "Nobody may widen his own rights"
    severity = Severity.HIGH
    types = TYPES
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_documents(documents(resource, case), self._wrong)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        if ("stringequals", "iam:permissionsboundary") in statement.conditions:
            return None
        for action, kind in _WIDENING.items():
            if statement.allows_action(action) and is_on_any(statement, kind):
                return f"allows {action} on any {kind}"
        return None


_WIDENING = {
    "iam:AddUserToGroup": "group",
    "iam:AttachGroupPolicy": "group",
    "iam:AttachRolePolicy": "role",
    "iam:AttachUserPolicy": "user",
    "iam:CreateAccessKey": "user",
    "iam:CreateLoginProfile": "user",
    "iam:CreatePolicyVersion": "policy",
    "iam:PutGroupPolicy": "group",
    "iam:PutRolePolicy": "role",
    "iam:PutUserPolicy": "user",
    "iam:SetDefaultPolicyVersion": "policy",
    "iam:UpdateAssumeRolePolicy": "role",
    "iam:UpdateLoginProfile": "user",
}
