from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.judging import judged, worst
from lakeform.plan import Resource


class Backup(Policy):
    """Every file system is backed up.

    By EFS's automatic backups, or by a selection of AWS Backup that names it. A selection by tags,
    or one elsewhere, can't be seen.
    """

    id = "LAKE_EFS_4"
    title = "EFS file systems are backed up"
    severity = Severity.MEDIUM
    types = ("aws_efs_file_system",)
    controls = controls.BACKUP
    fix = "file_systems.efs.NAME.backup: true"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if case.plan.pointing_to(resource, "aws_backup_selection", "resources"):
            return PASSED
        policies = case.plan.pointing_to(resource, "aws_efs_backup_policy", "file_system_id")
        if not policies:
            return failed("nothing backs it up")
        return worst(
            judged(
                policy.get("backup_policy", 0, "status", default="DISABLED"),
                lambda status: status == "ENABLED",
                "its automatic backups are switched off",
                subject="whether it is backed up",
            )
            for policy in policies
        )
