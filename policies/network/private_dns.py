from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Mark, Resource


class PrivateDns(Policy):
    """Every interface endpoint answers under its service's own name.

    Without private DNS, programs that ask for `glue.us-east-1.amazonaws.com` get the public address
    and go past the endpoint, or nowhere. DynamoDB's interface endpoints, and those of other
    vendors' services, have no private name.
    """

    id = "LAKE_NET_8"
    title = "Interface endpoints have private DNS"
    severity = Severity.LOW
    types = ("aws_vpc_endpoint",)
    controls = controls.NETWORK

    def judge(self, resource: Resource, case: Case) -> Verdict:
        kind = chosen(resource, "vpc_endpoint_type", default="Gateway")
        if isinstance(kind, Mark):
            return unknown("what kind of endpoint it is is known only after apply")
        if kind != "Interface":
            return PASSED
        service = resource.get("service_name", default="")
        if service.endswith(".dynamodb") or service.startswith("com.amazonaws.vpce."):
            return PASSED
        return judged(
            chosen(resource, "private_dns_enabled", default=False),
            lambda enabled: enabled is True,
            "it doesn't answer under its service's own name",
            subject="its private DNS",
        )
