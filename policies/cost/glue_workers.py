from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most, chosen
from lakeform.plan import Resource


class GlueWorkers(Policy):
    """No job or session of Glue has more workers than the settings allow.

    Workers are paid by the second, and a job that doesn't end takes them for two days. With
    `max_capacity`, the older way, its units are counted as workers.
    """

    id = "LAKE_COST_3"
    title = "Glue jobs keep to the limit of workers"
    severity = Severity.HIGH
    types = ("aws_glue_dev_endpoint", "aws_glue_job", "aws_glue_ml_transform")
    controls = controls.COST
    fix = "etl.jobs.NAME.workers: {count: 2}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        for name in ("number_of_workers", "number_of_nodes", "max_capacity"):
            number = chosen(resource, name)
            if number is not None:
                limit = case.settings.max_glue_workers
                return at_most(number, limit, "workers", subject="its size")
        return PASSED  # Glue gives ten units, or two, to one that says nothing
