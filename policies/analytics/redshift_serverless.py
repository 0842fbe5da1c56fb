from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged, worst
from lakeform.plan import Resource


class RedshiftServerless(Policy):
    """A Redshift Serverless workgroup stays inside the VPC.

    It has no public address, and what it copies from and to S3 goes through the VPC
    (`enhanced_vpc_routing`), where endpoint policies and flow logs see it.
    """

    id = "LAKE_REDSHIFT_1"
    title = "Redshift Serverless workgroups stay inside the VPC"
    severity = Severity.HIGH
    types = ("aws_redshiftserverless_workgroup",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.NETWORK)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return worst(
            (
                judged(
                    chosen(resource, "publicly_accessible", default=False),
                    lambda public: public is False,
                    "it has a public address",
                    subject="whether it has a public address",
                ),
                judged(
                    chosen(resource, "enhanced_vpc_routing", default=False),
                    lambda routed: routed is True,
                    "what it copies doesn't go through the VPC",
                    subject="whether its traffic goes through the VPC",
                ),
            )
        )
