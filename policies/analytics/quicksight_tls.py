from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource


class QuicksightTls(Policy):
    """QuickSight speaks TLS with its data sources.

    TLS is on unless `disable_ssl` switches it off: rows, and the password, cross the network in the
    clear then.
    """

    id = "LAKE_QUICKSIGHT_1"
    title = "QuickSight speaks TLS with its sources"
    severity = Severity.HIGH
    types = ("aws_quicksight_data_source",)
    controls = controls.ENCRYPTION_IN_TRANSIT

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return judged(
            resource.get("ssl_properties", 0, "disable_ssl", default=False),
            lambda disabled: disabled is False,
            "TLS is switched off",
            subject="whether TLS is on",
        )
