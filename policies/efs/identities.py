from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Statement, Verdict, controls
from lakeform.gate.facts.openness import closed, is_open
from lakeform.plan import Resource


class Identities(Policy):
    """Only identities of IAM mount a file system.

    A policy that allows `ClientMount` to `*` leaves the decision to the network: whoever reaches a
    mount target is in, and no log says who it was. `AccessedViaMountTarget` changes nothing of
    that. A file system without a policy is LAKE_EFS_1's matter.
    """

    id = "LAKE_EFS_2"
    title = "EFS file systems are mounted by IAM identities only"
    severity = Severity.MEDIUM
    types = ("aws_efs_file_system_policy",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.PUBLIC_ACCESS)
    fix = "file_systems.efs.NAME.iam: true"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return closed(resource, case, opens=self._opens)

    @staticmethod
    def _opens(statement: Statement) -> bool:
        mounts = statement.covers_action("elasticfilesystem:ClientMount")
        return is_open(statement) and (mounts or "NotAction" in statement.negated)
