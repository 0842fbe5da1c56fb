from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.firewall import rules_of
from lakeform.plan import Resource

_GROUP = "aws_default_security_group"


class DefaultGroup(Policy):
    """The default security group of every VPC is empty.

    What names no group gets the default one, which lets its members reach each other and the
    internet. Emptied, it lets nothing through. AWS makes it with the VPC; Terraform empties it by
    `aws_default_security_group` without rules.
    """

    id = "LAKE_NET_4"
    title = "Default security groups let nothing through"
    severity = Severity.MEDIUM
    types = (_GROUP, "aws_vpc")
    controls = controls.combined(controls.NETWORK, {"cis-aws": ("5.4",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.type == "aws_vpc":
            if case.plan.pointing_to(resource, _GROUP, "vpc_id"):
                return PASSED
            return failed("its default security group is left as AWS makes it")
        rules = [rules_of(resource, direction) for direction in ("ingress", "egress")]
        if any(rules):
            return failed("it has rules")
        return unknown("its rules are known only after apply") if None in rules else PASSED
