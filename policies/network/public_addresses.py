from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class PublicAddresses(Policy):
    """No subnet gives its machines public addresses by itself.

    With `map_public_ip_on_launch`, whatever starts there is on the internet, intended or not.
    """

    id = "LAKE_NET_10"
    title = "Subnets give no public addresses"
    severity = Severity.MEDIUM
    types = ("aws_subnet",)
    controls = controls.combined(controls.NETWORK, controls.PUBLIC_ACCESS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judged(
            chosen(resource, "map_public_ip_on_launch", default=False),
            lambda gives: gives is False,
            "what starts in it gets a public address",
            subject="whether it gives public addresses",
        )
