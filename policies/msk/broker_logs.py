from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import destination, judged
from lakeform.plan import Resource

_LOGS = ("logging_info", 0, "broker_logs", 0)
_ELSEWHERE = ("firehose", "s3")


class BrokerLogs(Policy):
    """A cluster's brokers log to CloudWatch, S3 or Firehose.

    The brokers' logs say who failed to authenticate, and why a topic lost its leader. MSK doesn't
    make a log group: it must be one of the plan.
    """

    id = "LAKE_MSK_5"
    title = "Brokers write their logs"
    severity = Severity.MEDIUM
    types = ("aws_msk_cluster",)
    controls = controls.combined(controls.LOGGING, controls.MONITORING)
    fix = "streams.kafka.NAME.logs: {retention_days: 90}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if any(resource.get(*_LOGS, place, 0, "enabled") is True for place in _ELSEWHERE):
            return PASSED
        enabled = judged(
            resource.get(*_LOGS, "cloudwatch_logs", 0, "enabled", default=False),
            lambda enabled: enabled is True,
            "its brokers write no logs",
            subject="whether its brokers write logs",
        )
        if enabled != PASSED:
            return enabled
        return destination(case.plan, resource, (*_LOGS, "cloudwatch_logs", 0, "log_group"))
