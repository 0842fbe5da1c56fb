from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import judged
from lakeform.plan import Mark, Resource

_FEWEST = 3
_SUBNETS = ("broker_node_group_info", 0, "client_subnets")


class Zones(Policy):
    """A cluster's brokers are in three availability zones.

    With two, losing one leaves topics with fewer replicas than the two that should acknowledge a
    write: producers stop, or records may be lost. MSK takes one subnet a zone, so subnets are
    counted.
    """

    id = "LAKE_MSK_7"
    title = "Brokers are in three availability zones"
    severity = Severity.MEDIUM
    types = ("aws_msk_cluster",)
    controls = controls.AVAILABILITY
    fix = "network.availability_zones: 3"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        subnets = resource.get(*_SUBNETS, default=[])
        if subnets is Mark.UNKNOWN:
            named = case.plan.targets(
                resource, "broker_node_group_info.client_subnets", "aws_subnet"
            )
            if not named:
                return unknown("its subnets are known only after apply, and aren't of this plan")
            number = len(named)
        else:
            number = len(subnets)
        return judged(
            number,
            lambda number: number >= _FEWEST,
            f"its brokers are in {number} availability zones, fewer than {_FEWEST}",
            subject="the number of its zones",
        )
