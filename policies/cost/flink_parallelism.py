from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most, chosen
from lakeform.plan import Resource


class FlinkParallelism(Policy):
    """No Flink application has a higher parallelism than the settings allow.

    An application is paid by processing units, its parallelism divided by `parallelism_per_kpu`.
    Where it scales by itself, it grows from there up to the account's quota.
    """

    id = "LAKE_COST_6"
    title = "Flink applications keep to the limit of parallelism"
    severity = Severity.HIGH
    types = ("aws_kinesisanalyticsv2_application",)
    controls = controls.COST
    fix = "streams.flink.NAME.parallelism: 2"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        parallelism = chosen(
            resource,
            *("application_configuration", 0, "flink_application_configuration", 0),
            *("parallelism_configuration", 0, "parallelism"),
            default=1,
        )
        limit = case.settings.max_flink_parallelism
        return at_most(parallelism, limit, "tasks", subject="its parallelism")
