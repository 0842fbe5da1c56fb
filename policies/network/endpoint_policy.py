from __future__ import annotations

import re

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.openness import closed, is_open_endpoint
from lakeform.gate.judging import chosen
from lakeform.plan import Mark, Resource

_WITH_POLICY = ("Gateway", "Interface")
_OF_AWS = re.compile(r"com\.amazonaws\.(?!vpce\.)|aws\.")


class EndpointPolicy(Policy):
    """No endpoint lets everybody through to everybody's resources.

    AWS's default policy does: with credentials of another account, data can be copied from here to
    a bucket there. A statement is limited where it names principals or resources, or has a
    condition on the account or organisation of either. Endpoints of other vendors' services have no
    policy, and pass.
    """

    id = "LAKE_NET_7"
    title = "VPC endpoints have a policy"
    severity = Severity.MEDIUM
    types = ("aws_vpc_endpoint", "aws_vpc_endpoint_policy")
    controls = controls.combined(controls.NETWORK, controls.LEAST_PRIVILEGE, controls.SHARING)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_vpc_endpoint":
            kind = chosen(resource, "vpc_endpoint_type", default="Gateway")
            service = resource.get("service_name", default="")
            if isinstance(kind, Mark) or isinstance(service, Mark):
                return unknown("which service it leads to is known only after apply")
            if kind not in _WITH_POLICY or not _OF_AWS.match(service):
                return PASSED
            if case.plan.pointing_to(resource, "aws_vpc_endpoint_policy", "vpc_endpoint_id"):
                return PASSED
        if not chosen(resource, "policy"):
            return failed("it has AWS's default policy, which lets everything through")
        return closed(resource, case, opens=is_open_endpoint)
