from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.facts.firewall import RULES
from lakeform.plan import Resource

_OWNER = "security_group_id"


class UsedGroups(Policy):
    """Every security group is used by something.

    A group that nothing uses is a set of permissions that waits for somebody to attach it. Whatever
    refers to the group uses it, and a rule of another group that admits its members; its own rules
    don't. An output that has the group counts as use: it hands it to another configuration.
    """

    id = "LAKE_NET_1"
    title = "Security groups are used"
    severity = Severity.LOW
    types = ("aws_security_group",)
    controls = controls.combined(controls.NETWORK, controls.INVENTORY)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if resource.written.is_output:
            return PASSED
        users = case.plan.users(resource)
        own = {user.address for user, name in users if user.type in RULES and name == _OWNER}
        if any(user.address not in own for user, _ in users):
            return PASSED
        return failed("nothing in the plan uses it")
