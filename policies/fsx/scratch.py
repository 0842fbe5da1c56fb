from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.lustre import is_linked, is_scratch
from lakeform.plan import Resource


class Scratch(Policy):
    """A scratch file system only has data that is in S3, too.

    FSx doesn't replicate scratch storage: a server that fails takes its files with it. Linked to
    S3, they can be loaded again. Files that jobs write there, and nobody exports, can't be seen.
    """

    id = "LAKE_FSX_2"
    title = "Scratch file systems are linked to S3"
    severity = Severity.MEDIUM
    types = ("aws_fsx_lustre_file_system",)
    controls = controls.combined(controls.AVAILABILITY, controls.BACKUP)
    fix = "file_systems.lustre.NAME.deployment: PERSISTENT_2"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        scratch = is_scratch(resource)
        if scratch is None:
            return unknown("its deployment type is known only after apply")
        if not scratch or is_linked(case.plan, resource):
            return PASSED
        return failed("its storage isn't replicated, and no link to S3 has its data")
