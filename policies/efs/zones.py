from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.judging import chosen
from lakeform.plan import Mark, Resource


class Zones(Policy):
    """A regional file system has mount targets in two zones or more.

    EFS keeps its data in several zones, but clients reach it by mount targets: with one, the loss
    of its zone is the loss of the file system. Subnets are counted, as EFS takes one a zone. A file
    system of one zone (`availability_zone_name`) passes.
    """

    id = "LAKE_EFS_5"
    title = "Regional EFS file systems have mount targets in two zones"
    severity = Severity.LOW
    types = ("aws_efs_file_system",)
    controls = controls.AVAILABILITY
    fix = "network.availability_zones: 3"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        zone = chosen(resource, "availability_zone_name")
        if zone is Mark.UNKNOWN:
            return unknown("whether it is of one zone is known only after apply")
        if zone:
            return PASSED
        targets = case.plan.pointing_to(resource, "aws_efs_mount_target", "file_system_id")
        if not targets:
            return unknown("its mount targets aren't in this plan")
        if len(targets) < 2:
            return failed("it has one mount target")
        return PASSED
