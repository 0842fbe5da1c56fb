from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Resource


class LogsAreKept(Policy):
    """Log groups keep their records at least as long as the settings ask for.

    A group without a retention keeps them for ever, which satisfies this and costs more each month.
    """

    id = "LAKE_LOG_1"
    title = "Logs are kept long enough"
    severity = Severity.MEDIUM
    types = ("aws_cloudwatch_log_group",)
    controls = controls.LOG_RETENTION
    fix = "network: {flow_logs: {retention_days: 90}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        days = resource.get("retention_in_days", default=0)
        if not isinstance(days, int):
            return unknown("its retention is known only after apply")
        shortest = case.settings.log_retention_days
        if 0 < days < shortest:
            return failed(f"it keeps records for {days} days; {shortest} are asked for")
        return PASSED
