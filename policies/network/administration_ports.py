from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.acl import ACLS, RULE, entries, first_for
from lakeform.gate.judging import worst
from lakeform.plan import Resource

_PORTS = {22: "SSH", 3389: "remote desktop"}


class AdministrationPorts(Policy):
    """No network ACL lets the internet in to SSH or remote desktop.

    The first rule that covers the port decides, as AWS reads them by number. A rule for a part of
    the internet doesn't count, and of an ACL outside the plan only the rules in it do.
    """

    id = "LAKE_NET_12"
    title = "Network ACLs close SSH and remote desktop to the internet"
    severity = Severity.MEDIUM
    types = (*ACLS, RULE)
    controls = controls.combined(controls.NETWORK, {"cis-aws": ("5.1",)})

    def judge(self, resource: Resource, case: Case) -> Verdict:
        acls = [resource] if resource.type in ACLS else self._acls(resource, case)
        return worst(self._judge(resource, acl, case) for acl in acls)

    @staticmethod
    def _acls(rule: Resource, case: Case) -> tuple[Resource, ...]:
        """The ACLs that a rule belongs to; the rule itself stands for one outside the plan."""
        return case.plan.targets(rule, "network_acl_id", *ACLS) or (rule,)

    @staticmethod
    def _judge(resource: Resource, acl: Resource, case: Case) -> Verdict:
        listed = entries(case.plan, acl)
        for port, service in _PORTS.items():
            for world in ("0.0.0.0/0", "::/0"):
                found = first_for(listed, port, world)
                if found and found.source is resource and found.values.get("action") == "allow":
                    return failed(f"it lets in {world} to {service} (port {port})")
        if any(entry.is_hidden and entry.source is resource for entry in listed):
            return unknown("whom it lets in is known only after apply")
        return PASSED
