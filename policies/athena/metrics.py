from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource


class Metrics(Policy):
    """A workgroup publishes its metrics.

    Bytes scanned are what Athena is paid by; without the metrics nobody sees a query that reads the
    whole lake each hour.
    """

    id = "LAKE_ATHENA_4"
    title = "Athena workgroups publish metrics"
    severity = Severity.LOW
    types = ("aws_athena_workgroup",)
    controls = controls.MONITORING

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("configuration", 0, "publish_cloudwatch_metrics_enabled")
        return judged(
            chosen(resource, *path, default=True),
            lambda publishes: publishes is True,
            "it publishes no metrics",
            subject="whether it publishes metrics",
        )
