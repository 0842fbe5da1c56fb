from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.identity import TYPES, documents, judge_documents
from lakeform.plan import Resource


class KeysAreNamed(Policy):
    """No policy allows to decrypt with every key.

    A key for each zone is of no use when every role may use all of them. Keys are named by ARN, or
    by a condition on their alias or tags, on the service or on what is encrypted.
    """

    id = "LAKE_IAM_12"
    title = "Decryption names the keys"
    severity = Severity.MEDIUM
    types = TYPES
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_documents(documents(resource, case), self._wrong)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        narrowed = any(
            key.startswith(("kms:", "aws:resourcetag/")) for _, key in statement.conditions
        )
        if narrowed or not statement.allows_action("kms:Decrypt"):
            return None
        everywhere = statement.is_on_everything or any(
            resource.startswith("arn:") and ":kms:" in resource and resource.endswith((":*", "/*"))
            for resource in statement.resources
        )
        return "allows to decrypt with every key" if everywhere else None
