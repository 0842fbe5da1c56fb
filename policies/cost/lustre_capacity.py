from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most
from lakeform.plan import Resource


class LustreCapacity(Policy):
    """No Lustre file system is larger than the settings allow.

    Its capacity is paid for, full or empty, and can't be made smaller.
    """

    id = "LAKE_COST_4"
    title = "Lustre file systems keep to the limit of capacity"
    severity = Severity.HIGH
    types = ("aws_fsx_lustre_file_system",)
    controls = controls.COST
    fix = "file_systems.lustre.NAME.capacity_gib: 1200"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        size = resource.get("storage_capacity", default=0)
        return at_most(size, case.settings.max_lustre_gib, "GiB", subject="its capacity")
