from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.identity import TYPES, documents, judge_documents
from lakeform.plan import Resource


class DataIsNamed(Policy):
    """No policy allows to read, write or delete the objects of every bucket.

    Access to data goes through Lake Formation, or names the bucket. A policy for all buckets also
    holds for those that are made later. A statement with a condition isn't judged, as what it
    leaves is open.
    """

    id = "LAKE_IAM_3"
    title = "Access to objects names the buckets"
    severity = Severity.HIGH
    types = TYPES
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.SENSITIVE_DATA)
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judge_documents(documents(resource, case), self._wrong)

    @staticmethod
    def _wrong(statement: Statement) -> str | None:
        if statement.conditions:
            return None
        everywhere = statement.is_on_everything or any(
            statement.covers_resource(f"arn:{partition}:s3:::a-bucket-of-nobody/object")
            for partition in ("aws", "aws-cn", "aws-us-gov")
        )
        for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
            if everywhere and statement.allows_action(action):
                return f"allows {action} in every bucket"
        return None
