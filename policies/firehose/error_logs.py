from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, destination, judged, worst
from lakeform.plan import Planned, Resource

_NO_DESTINATIONS = ("kinesis_source_configuration", "msk_source_configuration")


class ErrorLogs(Policy):
    """Every destination of a delivery logs its errors to a log group of the plan.

    A record that can't be transformed or written leaves no other trace than this log. Firehose
    doesn't make the log group: where it is missing, the errors are lost without a word.
    """

    id = "LAKE_FIREHOSE_3"
    title = "Deliveries log their errors to a log group that exists"
    severity = Severity.MEDIUM
    types = ("aws_kinesis_firehose_delivery_stream",)
    controls = controls.combined(controls.LOGGING, controls.MONITORING)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return worst(
            self._logs(resource, name, case.plan)
            for name in sorted(resource.values)
            if name.endswith("_configuration")
            and name not in _NO_DESTINATIONS
            and resource.get(name)
        )

    @staticmethod
    def _logs(resource: Resource, name: str, plan: Planned) -> Verdict:
        options = (name, 0, "cloudwatch_logging_options", 0)
        enabled = judged(
            chosen(resource, *options, "enabled", default=False),
            lambda enabled: enabled is True,
            "it doesn't log its errors",
            subject="whether it logs its errors",
        )
        if enabled != PASSED:
            return enabled
        return destination(plan, resource, (*options, "log_group_name"))
