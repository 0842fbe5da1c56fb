from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource

_ADMINISTRATOR = ":cluster-access-policy/AmazonEKSClusterAdminPolicy"


class NoClusterAdministrators(Policy):
    """Nobody gets all rights in an EKS cluster from the lake's configuration.

    Who administers a cluster runs pods as any of its service accounts, and so with the rights of
    all their roles on the lake. `AmazonEKSAdminPolicy` in named namespaces does for operators.
    """

    id = "LAKE_IAM_14"
    title = "Nobody administers a whole EKS cluster"
    severity = Severity.HIGH
    types = ("aws_eks_access_policy_association",)
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judged(
            resource.get("policy_arn", default=""),
            lambda arn: not arn.endswith(_ADMINISTRATOR),
            "it administers the whole cluster (AmazonEKSClusterAdminPolicy)",
            subject="its policy",
        )
