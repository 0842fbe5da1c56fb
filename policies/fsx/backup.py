from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.lustre import is_linked, is_scratch
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_LUSTRE = "aws_fsx_lustre_file_system"


class Backup(Policy):
    """Every persistent file system that S3 doesn't back is backed up daily.

    Lustre's default is no backup. A file system linked to S3 passes: what it holds is there, and
    FSx can't back it up; files that are never exported aren't seen. A scratch file system, which
    can't be backed up either, is LAKE_FSX_2's matter.
    """

    id = "LAKE_FSX_1"
    title = "Persistent FSx file systems are backed up"
    severity = Severity.MEDIUM
    types = (
        _LUSTRE,
        "aws_fsx_ontap_file_system",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_windows_file_system",
    )
    controls = controls.BACKUP
    fix = "file_systems.lustre.NAME.backup: {keep_days: 7}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == _LUSTRE and (
            is_linked(case.plan, resource) or is_scratch(resource) is True
        ):
            return PASSED
        return judged(
            chosen(resource, "automatic_backup_retention_days", default=0),
            lambda days: days > 0,
            "it isn't backed up",
            subject="how long its backups are kept",
        )
