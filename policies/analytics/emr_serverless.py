from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import named
from lakeform.plan import Resource


class EmrServerless(Policy):
    """An EMR Serverless application runs in the VPC.

    Without `network_configuration`, its jobs run in a network of AWS's: they reach the internet
    past the VPC's gateways, and none of its endpoints or databases.
    """

    id = "LAKE_EMR_1"
    title = "EMR Serverless applications run in the VPC"
    severity = Severity.MEDIUM
    types = ("aws_emrserverless_application",)
    controls = controls.NETWORK

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return named(
            resource,
            *("network_configuration", 0, "subnet_ids"),
            fault="it doesn't run in a VPC",
            subject="its network",
        )
