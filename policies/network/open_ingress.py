from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.facts.firewall import GROUPS, RULES, is_everywhere, rules_of
from lakeform.gate.judging import judged, worst
from lakeform.plan import Resource


class OpenIngress(Policy):
    """No security group lets in the internet.

    A rule for `0.0.0.0/0` or `::/0`, or for a block so large that it hardly differs, leaves a data
    service with its own authentication only. Rules count wherever they are written: in the group,
    or as resources of their own. ICMP, which carries no data, passes.
    """

    id = "LAKE_NET_2"
    title = "Security groups don't let in the internet"
    severity = Severity.HIGH
    types = (*GROUPS, *RULES)
    controls = controls.combined(
        controls.NETWORK, controls.PUBLIC_ACCESS, {"cis-aws": ("5.2", "5.3")}
    )

    def judge(self, resource: Resource, case: Case) -> Verdict:
        rules = rules_of(resource, "ingress")
        if rules is None:
            return unknown("its rules are known only after apply")
        return worst(
            judged(
                network,
                lambda network: not is_everywhere(network),
                f"it lets in {network}",
                subject="whom it lets in",
            )
            for rule in rules
            if rule.ports != 0
            for network in rule.networks
        )
