from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.facts.firewall import GROUPS, RULES, rules_of
from lakeform.gate.judging import judged, worst
from lakeform.plan import Resource

_MOST = 1_000


class WideIngress(Policy):
    """No rule lets in addresses to a thousand ports or more.

    A service listens on a few. Rules that admit another group, or the group itself, pass: Spark and
    the brokers of a cluster choose their ports.
    """

    id = "LAKE_NET_3"
    title = "Security groups open the ports that are needed"
    severity = Severity.MEDIUM
    types = (*GROUPS, *RULES)
    controls = controls.combined(controls.NETWORK, controls.LEAST_PRIVILEGE)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        rules = rules_of(resource, "ingress")
        if rules is None:
            return unknown("its rules are known only after apply")
        return worst(
            unknown("its ports are known only after apply")
            if rule.ports is None
            else judged(
                rule.ports,
                lambda ports: ports < _MOST,
                f"it opens {rule.ports} ports to {', '.join(rule.networks)}",
                subject="its ports",
            )
            for rule in rules
            if rule.networks
        )
