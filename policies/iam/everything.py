from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.identity import TYPES, documents, judge_documents
from lakeform.plan import Resource


class NobodyMayDoEverything(Policy):
    """No policy allows all actions on all resources.

    One such role is the whole account, the lake's data and its audit included. `NotAction` with all
    resources is the same but for a few services.
    """

    id = "LAKE_IAM_1"
    title = "No policy allows everything"
    severity = Severity.HIGH
    types = TYPES
    controls = controls.combined(controls.LEAST_PRIVILEGE, {"cis-aws": ("1.16",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_documents(documents(resource, case), self._wrong)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        if not statement.is_on_everything:
            return None
        if "NotAction" in statement.negated:
            return "allows all actions but some, on all resources"
        if any(action in ("*", "*:*") for action in statement.actions):
            return "allows all actions on all resources"
        return None
