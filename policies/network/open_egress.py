from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.firewall import ALL_PORTS, GROUPS, RULES, is_everywhere, rules_of
from lakeform.plan import Mark, Resource

_ALL = ALL_PORTS - 1  # some leave out port 0


class OpenEgress(Policy):
    """No security group lets its members out to everywhere on every port.

    It is what AWS adds to a new group: with it, whoever gets onto a machine can send the data
    anywhere. HTTPS alone, or the networks that are needed, is enough for most.
    """

    id = "LAKE_NET_5"
    title = "Security groups don't let everything out"
    severity = Severity.LOW
    types = (*GROUPS, *RULES)
    controls = controls.NETWORK

    def judge(self, resource: Resource, case: Case) -> Verdict:
        rules = rules_of(resource, "egress")
        if rules is None:
            return unknown("its rules are known only after apply")
        for rule in rules:
            if rule.ports is not None and rule.ports < _ALL:
                continue
            for network in rule.networks:
                if rule.ports is None or network is Mark.UNKNOWN:
                    return unknown("where it lets out to is known only after apply")
                if is_everywhere(network):
                    return failed(f"it lets out everything to {network}")
        return PASSED
