from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.plan import Resource


class FlowLogs(Policy):
    """Every VPC has flow logs.

    They are the only record of who spoke with whom once something has leaked. Logs of subnets or
    interfaces alone don't count; those of a VPC outside the plan can't be seen.
    """

    id = "LAKE_NET_11"
    title = "VPCs have flow logs"
    severity = Severity.MEDIUM
    types = ("aws_vpc",)
    controls = controls.combined(controls.LOGGING, controls.NETWORK, {"cis-aws": ("3.7",)})
    fix = "network.flow_logs: {retention_days: 90}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if case.plan.pointing_to(resource, "aws_flow_log", "vpc_id"):
            return PASSED
        return failed("nothing records its traffic")
