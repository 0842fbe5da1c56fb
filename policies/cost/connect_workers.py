from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most, worst
from lakeform.plan import Resource


class ConnectWorkers(Policy):
    """No connector has more workers than the settings allow.

    A worker is paid by the hour for each of its units. Where it scales by itself, its largest
    number counts.
    """

    id = "LAKE_COST_9"
    title = "Connectors keep to the limit of workers"
    severity = Severity.HIGH
    types = ("aws_mskconnect_connector",)
    controls = controls.COST
    fix = "streams.connect.NAME.workers: {max: 2}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        limit = case.settings.max_connect_workers
        paths = (
            ("capacity", 0, "autoscaling", 0, "max_worker_count"),
            ("capacity", 0, "provisioned_capacity", 0, "worker_count"),
        )
        numbers = [number for path in paths if (number := resource.get(*path)) is not None]
        return worst(at_most(number, limit, "workers", subject="its size") for number in numbers)
