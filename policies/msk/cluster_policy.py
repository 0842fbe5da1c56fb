from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.facts.openness import closed
from lakeform.plan import Resource


class ClusterPolicy(Policy):
    """No cluster's policy lets in everybody.

    The policy of a cluster lets other accounts connect through PrivateLink; with `*` and without a
    condition that says who, every account.
    """

    id = "LAKE_MSK_11"
    title = "Policies of Kafka clusters don't let in everybody"
    severity = Severity.CRITICAL
    types = ("aws_msk_cluster_policy",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.LEAST_PRIVILEGE)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return closed(resource, case)
