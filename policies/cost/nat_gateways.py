from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import at_most
from lakeform.plan import Mark, Resource


class NatGateways(Policy):
    """No VPC has more NAT gateways than the settings allow.

    Each is paid by the hour. One a zone is enough for any VPC. A gateway in a subnet that isn't in
    the plan is counted to every VPC.
    """

    id = "LAKE_COST_8"
    title = "VPCs keep to the limit of NAT gateways"
    severity = Severity.HIGH
    types = ("aws_nat_gateway",)
    controls = controls.COST
    fix = "network.nat: single"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        limit = case.settings.max_nat_gateways
        gateways = case.plan.of_type("aws_nat_gateway")
        if len(gateways) <= limit:
            return PASSED
        own = self._vpcs(resource, case)
        if not own:
            return unknown(
                f"the plan has {len(gateways)} NAT gateways, and doesn't say which VPC of"
            )
        number = sum(1 for gateway in gateways if self._vpcs(gateway, case) in (own, frozenset()))
        return at_most(number, limit, "NAT gateways", subject="what its VPC has")

    @staticmethod
    def _vpcs(gateway: Resource, case: Case) -> frozenset[str]:
        """What the gateway's subnets say of their VPC: its address, or its id."""
        found: set[str] = set()
        for subnet in case.plan.targets(gateway, "subnet_id", "aws_subnet"):
            vpcs = case.plan.targets(subnet, "vpc_id", "aws_vpc")
            vpc = subnet.get("vpc_id", default="")
            found.update(vpc.address for vpc in vpcs)
            if not vpcs and vpc and not isinstance(vpc, Mark):
                found.add(vpc)
        return frozenset(found)
