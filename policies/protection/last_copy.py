from __future__ import annotations

from collections.abc import Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.lustre import is_linked, is_scratch
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_SWITCHES: Mapping[str, str] = {
    "aws_db_instance": "skip_final_snapshot",
    "aws_docdb_cluster": "skip_final_snapshot",
    "aws_fsx_lustre_file_system": "skip_final_backup",
    "aws_fsx_openzfs_file_system": "skip_final_backup",
    "aws_fsx_windows_file_system": "skip_final_backup",
    "aws_neptune_cluster": "skip_final_snapshot",
    "aws_rds_cluster": "skip_final_snapshot",
    "aws_redshift_cluster": "skip_final_snapshot",
}
_LUSTRE = "aws_fsx_lustre_file_system"


class LastCopy(Policy):
    """A file system or database leaves a backup behind when it is deleted.

    A Lustre file system that is scratch, or linked to S3, can't be backed up, and passes.
    """

    id = "LAKE_DATA_3"
    title = "What is deleted leaves a backup behind"
    severity = Severity.MEDIUM
    types = tuple(sorted(_SWITCHES))
    controls = controls.BACKUP
    fix = "file_systems.lustre.NAME.backup: {keep_days: 7}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == _LUSTRE and (
            is_linked(case.plan, resource) or is_scratch(resource) is True
        ):
            return PASSED
        switch = _SWITCHES[resource.type]
        return judged(
            chosen(resource, switch, default=False),
            lambda skips: skips is False,
            f"{switch} is on: nothing is left of it once it is deleted",
            subject=switch,
        )
