from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import destination, judged
from lakeform.plan import Resource

_LOGS = ("log_delivery", 0, "worker_log_delivery", 0)
_ELSEWHERE = ("firehose", "s3")


class Logs(Policy):
    """A connector's workers log to CloudWatch, S3 or Firehose.

    A worker has no console: what fails in it is known from its log only.
    """

    id = "LAKE_CONNECT_3"
    title = "Connectors write their logs"
    severity = Severity.MEDIUM
    types = ("aws_mskconnect_connector",)
    controls = controls.combined(controls.LOGGING, controls.MONITORING)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if any(resource.get(*_LOGS, place, 0, "enabled") is True for place in _ELSEWHERE):
            return PASSED
        enabled = judged(
            resource.get(*_LOGS, "cloudwatch_logs", 0, "enabled", default=False),
            lambda enabled: enabled is True,
            "its workers write no logs",
            subject="whether its workers write logs",
        )
        if enabled != PASSED:
            return enabled
        return destination(case.plan, resource, (*_LOGS, "cloudwatch_logs", 0, "log_group"))
