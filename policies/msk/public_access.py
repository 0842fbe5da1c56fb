from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class PublicAccess(Policy):
    """No broker has a public address.

    `SERVICE_PROVIDED_EIPS` puts every broker on the internet, where only authentication is between
    a stranger and the topics.
    """

    id = "LAKE_MSK_3"
    title = "Brokers have no public address"
    severity = Severity.CRITICAL
    types = ("aws_msk_cluster",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.NETWORK)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("broker_node_group_info", 0, "connectivity_info", 0, "public_access", 0, "type")
        access = chosen(resource, *path, default="DISABLED")
        return judged(
            access,
            lambda access: access == "DISABLED",
            f"its brokers have public addresses ({access})",
            subject="whether its brokers have public addresses",
        )
