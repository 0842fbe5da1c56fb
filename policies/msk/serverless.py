from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged, named, worst
from lakeform.plan import Resource


class Serverless(Policy):
    """A serverless cluster authenticates with IAM, behind security groups of its own.

    Without `security_group_ids`, the cluster's endpoints get the VPC's default group, which lets in
    whatever else has it.
    """

    id = "LAKE_MSK_12"
    title = "Serverless Kafka clusters use IAM and their own security groups"
    severity = Severity.HIGH
    types = ("aws_msk_serverless_cluster",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.NETWORK)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        iam = judged(
            resource.get("client_authentication", 0, "sasl", 0, "iam", 0, "enabled", default=False),
            lambda enabled: enabled is True,
            "it doesn't authenticate with IAM",
            subject="its authentication",
        )
        groups = named(
            resource,
            *("vpc_config", 0, "security_group_ids"),
            fault="it names no security group, so it gets the VPC's default one",
            subject="its security groups",
        )
        return worst((iam, groups))
