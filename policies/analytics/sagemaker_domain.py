from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class SagemakerDomain(Policy):
    """Notebooks of a SageMaker domain reach the internet only through the VPC.

    `PublicInternetOnly`, the default, gives each notebook a way out beside the VPC's: data that
    somebody reads there can leave unseen.
    """

    id = "LAKE_SAGEMAKER_1"
    title = "SageMaker domains go through the VPC"
    severity = Severity.HIGH
    types = ("aws_sagemaker_domain",)
    controls = controls.NETWORK

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judged(
            chosen(resource, "app_network_access_type", default="PublicInternetOnly"),
            lambda access: access == "VpcOnly",
            "its notebooks have a way to the internet beside the VPC's",
            subject="its network access",
        )
