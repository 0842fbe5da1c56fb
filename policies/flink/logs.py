from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, failed
from lakeform.gate.judging import destination
from lakeform.plan import Resource


class Logs(Policy):
    """A Flink application logs to a log group of the plan.

    Its log is the only place where an exception in a running job shows.
    """

    id = "LAKE_FLINK_2"
    title = "Flink applications write their logs"
    severity = Severity.MEDIUM
    types = ("aws_kinesisanalyticsv2_application",)
    controls = controls.combined(controls.LOGGING, controls.MONITORING)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if not resource.get("cloudwatch_logging_options"):
            return failed("it writes no logs")
        path = ("cloudwatch_logging_options", 0, "log_stream_arn")
        return destination(case.plan, resource, path)
