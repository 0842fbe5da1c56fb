from __future__ import annotations

from typing import Any

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Mark, Resource


class S3Endpoint(Policy):
    """Every VPC with subnets reaches S3 by a gateway endpoint.

    Without one, what jobs read and write goes through NAT gateways, paid by the gigabyte, or not at
    all; and no endpoint policy says which buckets may be reached. The endpoint is free. Whether all
    route tables have it isn't judged.
    """

    id = "LAKE_NET_6"
    title = "VPCs reach S3 by a gateway endpoint"
    severity = Severity.MEDIUM
    types = ("aws_vpc",)
    controls = controls.NETWORK
    fix = "network.endpoints: [s3]"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if not case.plan.pointing_to(resource, "aws_subnet", "vpc_id"):
            return PASSED
        hidden = False
        for endpoint in case.plan.pointing_to(resource, "aws_vpc_endpoint", "vpc_id"):
            service = endpoint.get("service_name", default="")
            if service is Mark.UNKNOWN:
                hidden = True
            elif service.endswith(".s3") and self._kind(endpoint) == "Gateway":
                return PASSED
        if hidden:
            return unknown("an endpoint's service is known only after apply")
        return failed("it has no gateway endpoint for S3")

    @staticmethod
    def _kind(endpoint: Resource) -> Any:
        return endpoint.get("vpc_endpoint_type", default="Gateway")
