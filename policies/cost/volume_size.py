from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import at_most, chosen
from lakeform.plan import Resource


class VolumeSize(Policy):
    """No volume is larger than the settings allow.

    Its size is paid for, full or empty, and can't be made smaller. One from a snapshot may leave
    its size to it, which can't be seen.
    """

    id = "LAKE_COST_5"
    title = "EBS volumes keep to the limit of size"
    severity = Severity.HIGH
    types = ("aws_ebs_volume",)
    controls = controls.COST
    fix = "file_systems.ebs.NAME.size_gib: 500"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        size = chosen(resource, "size")
        if size is None:
            return unknown("its size is that of its snapshot")
        return at_most(size, case.settings.max_volume_gib, "GiB", subject="its size")
